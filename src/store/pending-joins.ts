import type { RoomAddress } from '../matrix/room-address';
import type { RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A Matrix room that somebody wants to join by its address. */
export interface PendingJoin {
	readonly userId: RocketChatUserId;
	readonly address: RoomAddress;
	/** The channel or group that is to be linked to the Matrix room. If it is left out, the Matrix room gets a room of its own here. */
	readonly rocketChatRoomId?: RocketChatRoomId;
	/** Whether to ask the members of a room that lets in who asks. */
	readonly mayKnock: boolean;
	/** When it was begun, milliseconds since 1970. */
	readonly at: number;
	/** The instance of the server that does it; see `isInterrupted`. */
	readonly by?: string | undefined;
}

/**
 * Stores which Matrix rooms are being joined by their address. If the app ends meanwhile, a ghost may be in the Matrix room while
 * nothing in Rocket.Chat shows it, and nobody can answer whoever wanted it.
 */
export class PendingJoins {
	constructor(private readonly persistence: Persistence) {}

	/** Stores a join before it is begun, and replaces an earlier one by the same person to the same room. */
	async add(join: PendingJoin): Promise<void> {
		await this.persistence.write.updateByAssociations(associations(join), join, true);
	}

	/** Notes that the room was joined, or that whoever wanted it knows why not. */
	async remove(join: PendingJoin): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(join));
	}

	/** @returns those that have not ended, in no order */
	async all(): Promise<PendingJoin[]> {
		return (await this.persistence.read.readByAssociation(keys.pendingJoins())) as PendingJoin[];
	}
}

function associations({ userId, address, rocketChatRoomId }: PendingJoin) {
	return [keys.pendingJoin([userId, address.id, rocketChatRoomId ?? ''].join(' ')), keys.pendingJoins()];
}
