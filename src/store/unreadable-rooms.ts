import type { RocketChatRoomId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A room that was being read when a record of the workspace ended the engine's connection to the app. */
export interface UnreadableRoom {
	readonly roomId: RocketChatRoomId;
	/** How many times that happened. */
	readonly times: number;
	/** When it happened last, milliseconds since 1970. */
	readonly at: number;
}

/** Stores the rooms at which the engine stopped, since the app ends with it. */
export class UnreadableRoomTable {
	constructor(private readonly persistence: Persistence) {}

	/** @returns all of them, in no order */
	async all(): Promise<UnreadableRoom[]> {
		return (await this.persistence.read.readByAssociation(keys.unreadableRooms())) as UnreadableRoom[];
	}

	/** Stores a room, and replaces what was stored about it. */
	async put(room: UnreadableRoom): Promise<void> {
		await this.persistence.write.updateByAssociations(associations(room.roomId), room, true);
	}

	/** Forgets a room that can be read again. */
	async remove(roomId: RocketChatRoomId): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(roomId));
	}
}

function associations(roomId: RocketChatRoomId) {
	return [keys.unreadableRoom(roomId), keys.unreadableRooms()];
}
