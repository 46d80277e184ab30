import type { MessageDocument, RoomDocument, UploadDocument, UserDocument } from './database/documents';

/** What the apps decided about a message that is about to be stored. */
export interface MessageOutcome {
	prevented: boolean;
	/** The whole message after it went through the converters and back. Missing if no engine is running. */
	changes?: Partial<MessageDocument>;
}

/**
 * How the functions of the workspace tell the apps what happens. `bridges/listeners.ts` implements it with the engine.
 * The caller awaits the `before…` methods, which may throw. The other methods convert their documents at once, never
 * reject, and resolve when the engine's `executeListener` does (for some events that is after the handlers ran).
 */
export interface AppEvents {
	beforeMessageSent(message: Partial<MessageDocument>): Promise<MessageOutcome>;
	messageSent(message: MessageDocument): Promise<void>;
	systemMessageSent(message: MessageDocument): Promise<void>;
	beforeMessageUpdated(message: MessageDocument): Promise<MessageOutcome>;
	messageUpdated(message: MessageDocument): Promise<void>;
	/** @returns whether an app prevents the deletion */
	beforeMessageDeleted(message: MessageDocument): Promise<boolean>;
	messageDeleted(message: MessageDocument, user: UserDocument): Promise<void>;
	messageReacted(
		message: MessageDocument,
		user: UserDocument,
		reaction: string,
		isReacted: boolean,
	): Promise<void>;
	messageStarred(message: MessageDocument, user: UserDocument, isStarred: boolean): Promise<void>;
	messageFollowed(message: MessageDocument, user: UserDocument, isFollowed: boolean): Promise<void>;
	messageReported(message: MessageDocument, user: UserDocument, reason: string): Promise<void>;
	messagePinned(message: MessageDocument, user: UserDocument, isPinned: boolean): Promise<void>;

	/**
	 * @param usernames - of the future members, which apps see as `_USERNAMES`
	 * @returns the fields that the converters and the apps give the room
	 * @throws {MeteorError} `error-app-prevented`
	 */
	beforeRoomCreated(
		room: Partial<RoomDocument>,
		usernames: readonly string[],
	): Promise<Partial<RoomDocument>>;
	roomCreated(room: RoomDocument): Promise<void>;
	/** @throws {MeteorError} `error-app-prevented-deleting` */
	beforeRoomDeleted(room: RoomDocument): Promise<void>;
	roomDeleted(room: RoomDocument): Promise<void>;
	/** @throws {MeteorError} `error-app-prevented` */
	beforeUserJoined(room: RoomDocument, user: UserDocument, inviter?: UserDocument): Promise<void>;
	userJoined(room: RoomDocument, user: UserDocument, inviter?: UserDocument): Promise<void>;
	/** @throws {MeteorError} `error-app-prevented` */
	beforeUserLeft(room: RoomDocument, user: UserDocument, removedBy?: UserDocument): Promise<void>;
	userLeft(room: RoomDocument, user: UserDocument, removedBy?: UserDocument): Promise<void>;

	userCreated(user: UserDocument, performedBy?: UserDocument): Promise<void>;
	userUpdated(user: UserDocument, previousUser: UserDocument, performedBy?: UserDocument): Promise<void>;
	userDeleted(user: UserDocument, performedBy: UserDocument): Promise<void>;
	userLoggedIn(user: UserDocument): Promise<void>;
	userLoggedOut(user: UserDocument): Promise<void>;
	userStatusChanged(user: UserDocument, previousStatus: string): Promise<void>;

	/** @throws {MeteorError} `error-app-prevented` */
	beforeFileUpload(file: Partial<UploadDocument>, content: Buffer): Promise<void>;
}
