import type { RoomId, UserId } from '../matrix/ids';
import type { RocketChatRoomId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Records that are kept of rooms that are done. */
const MAX_KEPT = 100;

/** The Matrix room of a room that was deleted in Rocket.Chat, or unlinked there. */
export interface EndedRoom {
	readonly roomId: RoomId;
	readonly rocketChatRoomId: RocketChatRoomId;
	/** The name of the room in Rocket.Chat, if it is known. */
	readonly name?: string;
	/** Whether it was a channel or group, not a direct message. */
	readonly isFederatedRoom: boolean;
	/** The username of the person who has unlinked the room; the room in Rocket.Chat stays. Undefined if the room was deleted. */
	readonly unlinkedBy?: string;
	/** Ghosts that were in the room as far as is known. */
	readonly ghostIds: readonly UserId[];
	/** When that was noticed, milliseconds since 1970. */
	readonly at: number;
	/** When everything was done, milliseconds since 1970; undefined while something is still to be done. */
	readonly doneAt?: number;
	/** How many ghosts have left, and how many external people were removed. */
	readonly left?: number;
	readonly removed?: number;
}

/** Stores which Matrix rooms are still to be left, so that a restart or an outage loses none, and the last that were. */
export class EndedRooms {
	constructor(private readonly persistence: Persistence) {}

	/** @returns the rooms, the latest first */
	async all(): Promise<EndedRoom[]> {
		const found = (await this.persistence.read.readByAssociation(keys.endedRooms())) as EndedRoom[];
		return found.sort((one, other) => other.at - one.at);
	}

	/** Stores a room, and replaces what was stored about it. */
	async put(room: EndedRoom): Promise<void> {
		await this.persistence.write.updateByAssociations(associations(room.roomId), room, true);
	}

	/** Stores that all of it was done, and forgets the oldest records. */
	async finish(room: EndedRoom): Promise<void> {
		await this.put({ ...room, doneAt: Date.now() });
		const done = (await this.all()).filter(({ doneAt }) => doneAt !== undefined);
		for (const { roomId } of done.slice(MAX_KEPT)) {
			await this.persistence.write.removeByAssociations(associations(roomId));
		}
	}
}

function associations(roomId: RoomId) {
	return [keys.endedRoom(roomId), keys.endedRooms()];
}
