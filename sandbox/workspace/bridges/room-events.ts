import { AppInterface } from '@rocket.chat/apps-engine/definition/metadata';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { roomFromApp, roomToApp } from '../converters/rooms';
import { userToApp } from '../converters/users';
import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { convertRefusal, type Data } from './event-raiser';
import { MessageEvents } from './message-events';

/** The events of rooms and their members (`listeners.ts`, `roomEvent`). */
export class RoomEvents extends MessageEvents {
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
		if (await convertRefusal(this.execute(manager, AppInterface.IPreRoomCreatePrevent, toApp(draft)))) {
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
		if (await convertRefusal(prevented)) {
			throw new MeteorError(
				'error-app-prevented-deleting',
				'A Rocket.Chat App prevented the room erasing.',
			);
		}
	}

	roomDeleted(room: RoomDocument): Promise<void> {
		return this.post(AppInterface.IPostRoomDeleted, () => roomToApp(this.server, room));
	}

	async beforeUserJoined(room: RoomDocument, user: UserDocument, inviter?: UserDocument): Promise<void> {
		const manager = this.manager();
		if (manager) {
			await convertRefusal(
				this.execute(manager, AppInterface.IPreRoomUserJoined, this.joinData(room, user, inviter)),
			);
		}
	}

	userJoined(room: RoomDocument, user: UserDocument, inviter?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostRoomUserJoined, () => this.joinData(room, user, inviter));
	}

	async beforeUserLeft(room: RoomDocument, user: UserDocument, removedBy?: UserDocument): Promise<void> {
		const manager = this.manager();
		if (manager) {
			await convertRefusal(
				this.execute(manager, AppInterface.IPreRoomUserLeave, this.leaveData(room, user, removedBy)),
			);
		}
	}

	userLeft(room: RoomDocument, user: UserDocument, removedBy?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostRoomUserLeave, () => this.leaveData(room, user, removedBy));
	}

	private joinData(
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

	private leaveData(
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
}
