import { randomUUID } from 'node:crypto';
import { unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { AppInterface } from '@rocket.chat/apps-engine/definition/metadata';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IListenerExecutor } from '@rocket.chat/apps-engine/server/managers/AppListenerManager';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import { messageFromApp, messageToApp } from '../converters/messages';
import { roomFromApp, roomToApp } from '../converters/rooms';
import { userToApp } from '../converters/users';
import type { MessageDocument, RoomDocument, UploadDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';

type Event = keyof IListenerExecutor;
type Data<E extends Event> = IListenerExecutor[E]['args'][0];

/** What the apps made of a message that is about to be sent or changed. */
export interface MessageOutcome {
	prevented: boolean;
	/** Missing if no engine is running. Else the whole message, once through the converters and back. */
	changes?: Partial<MessageDocument>;
}

/**
 * Tells the apps what happens, as `apps/meteor/app/apps/server/bridges/listeners.ts` does. `before…` methods are awaited
 * and may throw; the others convert their documents at once, never reject, and resolve when the engine's
 * `executeListener` does (for some events that is after the handlers ran). Who raises an event, apps included, is not asked.
 */
export class AppEvents {
	constructor(private readonly server: Server) {}

	async beforeMessageSent(message: Partial<MessageDocument>): Promise<MessageOutcome> {
		const manager = this.manager();
		if (!manager) {
			return { prevented: false };
		}
		if (
			await this.execute(
				manager,
				AppInterface.IPreMessageSentPrevent,
				messageToApp(this.server, message),
			)
		) {
			return { prevented: true };
		}
		return {
			prevented: false,
			changes: await this.roundTrip(
				manager,
				[AppInterface.IPreMessageSentExtend, AppInterface.IPreMessageSentModify],
				message,
			),
		};
	}

	messageSent(message: MessageDocument): Promise<void> {
		return this.post(AppInterface.IPostMessageSent, () => messageToApp(this.server, message));
	}

	systemMessageSent(message: MessageDocument): Promise<void> {
		return this.post(AppInterface.IPostSystemMessageSent, () => messageToApp(this.server, message));
	}

	async beforeMessageUpdated(message: MessageDocument): Promise<MessageOutcome> {
		const manager = this.manager();
		if (!manager) {
			return { prevented: false };
		}
		if (
			await this.execute(
				manager,
				AppInterface.IPreMessageUpdatedPrevent,
				messageToApp(this.server, message),
			)
		) {
			return { prevented: true };
		}
		return {
			prevented: false,
			changes: await this.roundTrip(
				manager,
				[AppInterface.IPreMessageUpdatedExtend, AppInterface.IPreMessageUpdatedModify],
				message,
			),
		};
	}

	messageUpdated(message: MessageDocument): Promise<void> {
		return this.post(AppInterface.IPostMessageUpdated, () => messageToApp(this.server, message));
	}

	/** @returns whether an app prevents the deletion */
	async beforeMessageDeleted(message: MessageDocument): Promise<boolean> {
		const manager = this.manager();
		return Boolean(
			manager &&
			(await this.execute(
				manager,
				AppInterface.IPreMessageDeletePrevent,
				messageToApp(this.server, message),
			)),
		);
	}

	messageDeleted(message: MessageDocument, user: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostMessageDeleted, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
		}));
	}

	messageReacted(
		message: MessageDocument,
		user: UserDocument,
		reaction: string,
		isReacted: boolean,
	): Promise<void> {
		return this.post(AppInterface.IPostMessageReacted, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
			reaction: reaction as Data<AppInterface.IPostMessageReacted>['reaction'],
			isReacted,
		}));
	}

	messagePinned(message: MessageDocument, user: UserDocument, isPinned: boolean): Promise<void> {
		return this.post(AppInterface.IPostMessagePinned, () => ({
			message: messageToApp(this.server, message),
			user: userToApp(user),
			isPinned,
		}));
	}

	/**
	 * @param usernames - of the members to be, which apps see as `_USERNAMES`
	 * @returns fields that the converters and the apps give the room
	 * @throws {MeteorError} `error-app-prevented`
	 */
	async beforeRoomCreated(
		room: Partial<RoomDocument>,
		usernames: readonly string[],
	): Promise<Partial<RoomDocument>> {
		const manager = this.manager();
		if (!manager) {
			return {};
		}
		const draft = { ...room, _USERNAMES: [...usernames] };
		const toApp = (document: Partial<RoomDocument>): IRoom => roomToApp(this.server, document);
		if (await refusing(this.execute(manager, AppInterface.IPreRoomCreatePrevent, toApp(draft)))) {
			throw new MeteorError('error-app-prevented', 'A Rocket.Chat App prevented the room creation.');
		}
		const extended = await this.execute(manager, AppInterface.IPreRoomCreateExtend, toApp(draft));
		const modified = await this.execute(
			manager,
			AppInterface.IPreRoomCreateModify,
			toApp(roomFromApp(this.server, extended)),
		);
		return roomFromApp(this.server, modified);
	}

	roomCreated(room: RoomDocument): Promise<void> {
		return this.post(AppInterface.IPostRoomCreate, () => roomToApp(this.server, room));
	}

	/** @throws {MeteorError} `error-app-prevented` */
	async beforeRoomDeleted(room: RoomDocument): Promise<void> {
		const manager = this.manager();
		if (!manager) {
			return;
		}
		const prevented = this.execute(
			manager,
			AppInterface.IPreRoomDeletePrevent,
			roomToApp(this.server, room),
		);
		if (await refusing(prevented)) {
			throw new MeteorError(
				'error-app-prevented-deleting',
				'A Rocket.Chat App prevented the room erasing.',
			);
		}
	}

	roomDeleted(room: RoomDocument): Promise<void> {
		return this.post(AppInterface.IPostRoomDeleted, () => roomToApp(this.server, room));
	}

	/** @throws {MeteorError} `error-app-prevented` */
	async beforeUserJoined(room: RoomDocument, user: UserDocument, inviter?: UserDocument): Promise<void> {
		const manager = this.manager();
		if (manager) {
			await refusing(
				this.execute(manager, AppInterface.IPreRoomUserJoined, this.joining(room, user, inviter)),
			);
		}
	}

	userJoined(room: RoomDocument, user: UserDocument, inviter?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostRoomUserJoined, () => this.joining(room, user, inviter));
	}

	/** @throws {MeteorError} `error-app-prevented` */
	async beforeUserLeft(room: RoomDocument, user: UserDocument, removedBy?: UserDocument): Promise<void> {
		const manager = this.manager();
		if (manager) {
			await refusing(
				this.execute(manager, AppInterface.IPreRoomUserLeave, this.leaving(room, user, removedBy)),
			);
		}
	}

	userLeft(room: RoomDocument, user: UserDocument, removedBy?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostRoomUserLeave, () => this.leaving(room, user, removedBy));
	}

	userCreated(user: UserDocument, performedBy?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserCreated, () => this.crud(user, performedBy));
	}

	userUpdated(user: UserDocument, previousUser: UserDocument, performedBy?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserUpdated, () => ({
			...this.crud(user, performedBy),
			previousData: userToApp(previousUser),
		}));
	}

	userDeleted(user: UserDocument, performedBy?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserDeleted, () => this.crud(user, performedBy));
	}

	userLoggedIn(user: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserLoggedIn, () => userToApp(user));
	}

	userLoggedOut(user: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserLoggedOut, () => userToApp(user));
	}

	/** The event carries what Rocket.Chat broadcasts of a user's presence, not the whole user. */
	userStatusChanged(user: UserDocument, previousStatus: string): Promise<void> {
		const { _id, username, name, status, statusText, roles } = user;
		const known = {
			_id,
			username,
			status,
			...(name !== undefined && { name }),
			...(statusText !== undefined && { statusText }),
			roles,
		};
		return this.post(AppInterface.IPostUserStatusChanged, () => ({
			user: userToApp(known),
			currentStatus: status as Data<AppInterface.IPostUserStatusChanged>['currentStatus'],
			previousStatus: previousStatus as Data<AppInterface.IPostUserStatusChanged>['previousStatus'],
		}));
	}

	/**
	 * Apps get the file by a path below the engine's folder for temporary files.
	 * @throws {MeteorError} `error-app-prevented`
	 */
	async beforeFileUpload(file: Partial<UploadDocument>, content: Buffer): Promise<void> {
		const manager = this.manager();
		if (!manager) {
			return;
		}
		const path = join(manager.getTempFilePath(), randomUUID());
		await writeFile(path, content);
		const { name = '', size = 0, type = '', rid = '', userId = '' } = file;
		try {
			const context = { file: { name, size, type, rid, userId }, path };
			await refusing(
				this.execute(
					manager,
					AppInterface.IPreFileUpload,
					context as unknown as Data<AppInterface.IPreFileUpload>,
				),
			);
		} finally {
			await unlink(path);
		}
	}

	private async roundTrip(
		manager: AppManager,
		events: readonly [
			AppInterface.IPreMessageSentExtend | AppInterface.IPreMessageUpdatedExtend,
			AppInterface.IPreMessageSentModify | AppInterface.IPreMessageUpdatedModify,
		],
		message: Partial<MessageDocument>,
	): Promise<Partial<MessageDocument>> {
		let document = message;
		for (const event of events) {
			const result: unknown = await this.execute(manager, event, messageToApp(this.server, document));
			document = messageFromApp(this.server, result as IMessage);
		}
		return document;
	}

	private joining(
		room: RoomDocument,
		user: UserDocument,
		inviter?: UserDocument,
	): Data<AppInterface.IPostRoomUserJoined> {
		return {
			room: roomToApp(this.server, room),
			joiningUser: userToApp(user),
			...(inviter && { inviter: userToApp(inviter) }),
		};
	}

	private leaving(
		room: RoomDocument,
		user: UserDocument,
		removedBy?: UserDocument,
	): Data<AppInterface.IPostRoomUserLeave> {
		return {
			room: roomToApp(this.server, room),
			leavingUser: userToApp(user),
			...(removedBy && { removedBy: userToApp(removedBy) }),
		};
	}

	private crud(user: UserDocument, performedBy?: UserDocument): Data<AppInterface.IPostUserCreated> {
		return { user: userToApp(user), ...(performedBy && { performedBy: userToApp(performedBy) }) };
	}

	private execute<E extends Event>(
		manager: AppManager,
		event: E,
		data: Data<E>,
	): Promise<IListenerExecutor[E]['result']> {
		return manager.getListenerManager().executeListener(event, data);
	}

	private async post<E extends Event>(event: E, data: () => Data<E>): Promise<void> {
		const manager = this.manager();
		if (!manager) {
			return;
		}
		try {
			await this.execute(manager, event, data());
		} catch (error) {
			// Rocket.Chat logs it and goes on: whoever raised the event has no use for it.
			console.error(`${event}:`, error);
		}
	}

	/** The engine, once its apps are loaded. */
	private manager(): AppManager | undefined {
		try {
			const manager = this.server.appManager();
			return manager.areAppsLoaded() ? manager : undefined;
		} catch {
			return undefined;
		}
	}
}

/** An app's refusal is an `AppsEngineException`; it reaches the person as `error-app-prevented`. */
async function refusing<R>(event: Promise<R>): Promise<R> {
	try {
		return await event;
	} catch (error) {
		if (error instanceof Error && error.name === 'AppsEngineException') {
			throw new MeteorError('error-app-prevented', error.message);
		}
		throw error;
	}
}
