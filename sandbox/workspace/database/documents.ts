/**
 * The documents the workspace stores, with the field names Rocket.Chat uses in MongoDB
 * (packages/core-typings/src/IUser.ts, IRoom.ts, ISubscription.ts, IMessage/IMessage.ts, IUpload.ts).
 * Only fields that some bridge, converter or REST answer reads are named.
 */

export interface UserDocument {
	_id: string;
	username: string;
	name?: string;
	type: 'user' | 'bot' | 'app';
	/** Empty for a user that an app creates without roles. */
	roles: string[];
	active: boolean;
	status: string;
	statusText?: string;
	statusDefault?: string;
	statusConnection?: string;
	utcOffset?: number;
	bio?: string;
	emails?: { address: string; verified: boolean }[];
	appId?: string;
	customFields?: Record<string, unknown>;
	settings?: { preferences?: { language?: string } };
	language?: string;
	avatarETag?: string;
	avatarOrigin?: string;
	requirePasswordChange?: boolean;
	services?: {
		password?: { hash: string };
		resume?: { loginTokens: LoginToken[] };
	};
	createdAt: Date;
	lastLogin?: Date;
	_updatedAt: Date;
}

export interface LoginToken {
	/** Base64 of the SHA-256 of the token, as Meteor's accounts-base stores it. */
	hashedToken: string;
	when: Date;
	type?: 'personalAccessToken';
	name?: string;
	bypassTwoFactor?: boolean;
}

export interface UserReference {
	_id: string;
	username: string;
	name?: string;
}

export interface RoomDocument {
	_id: string;
	t: 'c' | 'p' | 'd';
	name?: string;
	fname?: string;
	u?: UserReference;
	uids?: string[];
	usernames?: string[];
	usersCount: number;
	msgs: number;
	ts: Date;
	lm?: Date;
	lastMessage?: MessageDocument;
	topic?: string;
	description?: string;
	announcement?: string;
	ro?: boolean;
	sysMes?: boolean | string[];
	default?: boolean;
	archived?: boolean;
	prid?: string;
	customFields?: Record<string, unknown>;
	muted?: string[];
	/** Stays in direct messages after the room creation events, as in Rocket.Chat. */
	_USERNAMES?: string[];
	/** Usernames that may write although the room is read-only. */
	unmuted?: string[];
	reactWhenReadOnly?: boolean;
	broadcast?: boolean;
	encrypted?: boolean;
	federated?: boolean;
	teamId?: string;
	teamMain?: boolean;
	avatarETag?: string;
	_updatedAt: Date;
}

export interface SubscriptionDocument {
	_id: string;
	rid: string;
	t: RoomDocument['t'];
	u: UserReference;
	name: string;
	fname?: string;
	open: boolean;
	alert: boolean;
	unread: number;
	userMentions: number;
	groupMentions: number;
	/** Threads with messages this member has not seen. */
	tunread?: string[];
	prid?: string;
	customFields?: Record<string, unknown>;
	archived?: boolean;
	blocked?: boolean;
	blocker?: boolean;
	/** Ids of people whose messages the member does not want to see. */
	ignored?: string[];
	/** Marked as a favourite. */
	f?: boolean;
	roles?: string[];
	ts: Date;
	ls?: Date;
	lr?: Date;
	_updatedAt: Date;
}

export interface MessageDocument {
	_id: string;
	rid: string;
	msg: string;
	ts: Date;
	u: UserReference;
	/** System message type, such as `uj`, `ul`, `au`, `ru`, `rm`, `room_changed_topic`. */
	t?: string;
	tmid?: string;
	tshow?: boolean;
	tcount?: number;
	tlm?: Date;
	replies?: string[];
	alias?: string;
	avatar?: string;
	emoji?: string;
	groupable?: boolean;
	parseUrls?: boolean;
	attachments?: Record<string, unknown>[];
	file?: FileProperties;
	files?: FileProperties[];
	blocks?: unknown[];
	reactions?: Record<string, { usernames: string[]; names?: string[] }>;
	mentions?: (Partial<UserReference> & { _id: string; type?: 'user' | 'team' })[];
	channels?: { _id: string; name?: string; fname?: string }[];
	urls?: Record<string, unknown>[];
	md?: unknown;
	/** The people who starred it. */
	starred?: { _id: string }[];
	pinned?: boolean;
	pinnedAt?: Date;
	pinnedBy?: UserReference;
	editedAt?: Date;
	editedBy?: UserReference;
	role?: string;
	drid?: string;
	customFields?: Record<string, unknown>;
	/** Only messages of livechat visitors have one. The sandbox has no such messages; the converters know the field. */
	token?: string;
	/** The message is kept for its history only. */
	_hidden?: boolean;
	parent?: string;
	_updatedAt: Date;
}

/** A file as a message names it (`packages/core-typings/src/IMessage/MessageAttachment/Files/FileProp.ts`). */
export interface FileProperties {
	_id: string;
	name: string;
	type: string;
	size: number;
	format?: string;
	typeGroup?: string;
}

export interface UploadDocument {
	_id: string;
	rid?: string;
	userId?: string;
	name: string;
	type: string;
	size: number;
	extension?: string;
	store: string;
	complete: boolean;
	uploading: boolean;
	progress: number;
	etag?: string;
	path?: string;
	url?: string;
	token?: string;
	description?: string;
	originalFileId?: string;
	typeGroup?: string;
	_hidden?: boolean;
	identify?: { format?: string; size?: { width: number; height: number } };
	expiresAt?: Date;
	uploadedAt: Date;
	_updatedAt: Date;
}
