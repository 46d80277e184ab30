import type { UserId } from '../matrix/ids';
import type { RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A federated room that somebody wants, and that has no room in Rocket.Chat yet, or one that is not federated yet. */
export interface PendingRoom {
	/** Stands in the mark of the room in Rocket.Chat until it is federated, so that the room is found again. */
	readonly id: string;
	readonly userId: RocketChatUserId;
	/** As whoever wants it has written it. */
	readonly name: string;
	readonly isPublic: boolean;
	/** The people on Matrix, and the colleagues, who are to be in it. */
	readonly external: readonly UserId[];
	readonly local: readonly RocketChatUserId[];
	/** When it was begun, milliseconds since 1970. */
	readonly at: number;
	/** The instance of the server that does it; see `isInterrupted`. */
	readonly by?: string | undefined;
}

/**
 * Stores which federated rooms are being created. If the app ends between the room in Rocket.Chat and the note of its Matrix room
 * (`RoomCreations`), a room is there that is not federated, and nobody can answer whoever wanted it.
 */
export class PendingRooms {
	constructor(private readonly persistence: Persistence) {}

	/** Stores a room before it is made, and replaces what was stored of it. */
	async add(room: PendingRoom): Promise<void> {
		await this.persistence.write.updateByAssociations(associations(room), room, true);
	}

	/** Notes that the room's Matrix room is being created, or that whoever wanted it knows why not. */
	async remove(room: Pick<PendingRoom, 'id'>): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(room));
	}

	/** @returns those that have not ended, in no order */
	async all(): Promise<PendingRoom[]> {
		return (await this.persistence.read.readByAssociation(keys.pendingRooms())) as PendingRoom[];
	}
}

function associations({ id }: Pick<PendingRoom, 'id'>) {
	return [keys.pendingRoom(id), keys.pendingRooms()];
}
