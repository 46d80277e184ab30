import type {
	FileProp,
	IEditedMessage,
	IMessage,
	IRoom,
	ISubscription,
	ITeam,
	IUpload,
	IUser,
	IUserEmail,
	UserStatus,
} from '@rocket.chat/core-typings';

/**
 * The documents the workspace stores, with the field names Rocket.Chat uses in MongoDB. The fields and their types are
 * those of its package core-typings; only fields that some bridge, converter or REST answer reads are picked. A field
 * that is declared here is narrower than there, is missing there, or says why it differs.
 */

/** A person, a bot or an app. */
export interface UserDocument extends Pick<
	IUser,
	| '_id'
	| '_updatedAt'
	| 'active'
	| 'avatarETag'
	| 'avatarOrigin'
	| 'bio'
	| 'createdAt'
	| 'language'
	| 'lastLogin'
	| 'name'
	| 'requirePasswordChange'
	| 'statusText'
	| 'utcOffset'
> {
	/** In Rocket.Chat a user has none until the registration is complete. Here every user is complete. */
	username: string;
	type: 'user' | 'bot' | 'app';
	/** Empty for a user that an app creates without roles. */
	roles: IUser['roles'];
	status: Status;
	statusDefault?: Status;
	statusConnection?: 'online' | 'offline';
	emails?: Required<IUserEmail>[];
	appId?: string;
	customFields?: Record<string, unknown>;
	settings?: { preferences?: { language?: string } };
	/** The password's hash has another form than there: scrypt for bcrypt. */
	services?: {
		password?: { hash: string };
		resume?: { loginTokens: LoginToken[] };
	};
}

/** What others see of a user, such as `online`. */
export type Status = `${UserStatus}`;

export interface LoginToken {
	/** Base64 of the SHA-256 of the token, as Meteor's accounts-base stores it. */
	hashedToken: string;
	when: Date;
	type?: 'personalAccessToken';
	name?: string;
	bypassTwoFactor?: boolean;
}

export type UserReference = IMessage['u'];

/** A channel, a group or a direct message. */
export interface RoomDocument extends Pick<
	IRoom,
	| '_id'
	| '_updatedAt'
	| 'announcement'
	| 'archived'
	| 'avatarETag'
	| 'broadcast'
	| 'default'
	| 'description'
	| 'encrypted'
	| 'federated'
	| 'fname'
	| 'lm'
	| 'msgs'
	| 'muted'
	| 'name'
	| 'prid'
	| 'reactWhenReadOnly'
	| 'ro'
	| 'sysMes'
	| 'teamDefault'
	| 'teamId'
	| 'teamMain'
	| 'topic'
	| 'uids'
	| 'unmuted'
	| 'usernames'
	| 'usersCount'
> {
	t: 'c' | 'p' | 'd';
	/** Direct messages have none, although core-typings requires it. */
	u?: UserReference;
	ts: Date;
	lastMessage?: MessageDocument;
	customFields?: Record<string, unknown>;
	/** The message that a discussion is about. */
	pmid?: string;
	/** Stays in direct messages after the room creation events, as in Rocket.Chat. */
	_USERNAMES?: string[];
}

export interface SubscriptionDocument extends Pick<
	ISubscription,
	| '_id'
	| '_updatedAt'
	| 'archived'
	| 'f'
	| 'fname'
	| 'groupMentions'
	| 'ignored'
	| 'lr'
	| 'ls'
	| 'name'
	| 'open'
	| 'prid'
	| 'rid'
	| 'roles'
	| 'ts'
	| 'tunread'
	| 'unread'
	| 'userMentions'
> {
	t: RoomDocument['t'];
	u: UserReference;
	alert: boolean;
	blocked?: boolean;
	blocker?: boolean;
	customFields?: Record<string, unknown>;
}

/** A message. An app can store other types, attachments, blocks and links than these. */
export interface MessageDocument extends Pick<
	IMessage,
	| '_hidden'
	| '_id'
	| '_updatedAt'
	| 'alias'
	| 'attachments'
	| 'avatar'
	| 'blocks'
	| 'dcount'
	| 'drid'
	| 'emoji'
	| 'files'
	| 'groupable'
	| 'md'
	| 'mentions'
	| 'msg'
	| 'pinned'
	| 'pinnedAt'
	| 'reactions'
	| 'replies'
	| 'rid'
	| 'role'
	| 'starred'
	| 't'
	| 'tcount'
	| 'tlm'
	| 'tmid'
	| 'token'
	| 'ts'
	| 'tshow'
	| 'u'
	| 'urls'
> {
	parseUrls?: boolean;
	/** When somebody wrote last in the discussion that this message announces. */
	dlm?: Date;
	/** The first of `files`. */
	file?: FileProp;
	channels?: Pick<IRoom, '_id' | 'name' | 'fname'>[];
	pinnedBy?: UserReference;
	editedAt?: IEditedMessage['editedAt'];
	editedBy?: UserReference;
	customFields?: Record<string, unknown>;
	parent?: string;
}

export type TeamDocument = ITeam;

/** Somebody in a team, with fewer fields than `ITeamMember`. */
export interface TeamMemberDocument {
	_id: string;
	teamId: string;
	userId: string;
	_updatedAt: Date;
}

/** Such as `uj`, `ul`, `au`, `ru`, `rm`, `room_changed_topic`. */
export type SystemMessageType = NonNullable<IMessage['t']>;

/** A file as a message names it. */
export type FileProperties = FileProp;

export interface UploadDocument extends Pick<
	IUpload,
	| '_id'
	| '_updatedAt'
	| 'description'
	| 'etag'
	| 'expiresAt'
	| 'extension'
	| 'path'
	| 'rid'
	| 'token'
	| 'typeGroup'
	| 'url'
	| 'userId'
> {
	name: string;
	type: string;
	size: number;
	store: string;
	complete: boolean;
	uploading: boolean;
	progress: number;
	uploadedAt: Date;
	identify?: { format?: string; size?: { width: number; height: number } };
	originalFileId?: string;
	_hidden?: boolean;
}
