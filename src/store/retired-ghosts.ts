import type { RoomId, UserId } from '../matrix/ids';
import type { RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Rooms that the record of a ghost names; more are only counted. */
const MAX_NAMED_ROOMS = 50;

/** A Matrix room that a retired ghost has left. */
interface LeftRoom {
	readonly roomId: RoomId;
	/** How many of its messages and reactions were erased there. */
	readonly erased: number;
}

/** A ghost whose account in Rocket.Chat was deleted. Its id is never given to anybody else. */
export interface RetiredGhost {
	readonly ghostId: UserId;
	readonly userId: RocketChatUserId;
	/** When the deletion was noticed, milliseconds since 1970. */
	readonly at: number;
	/** Whether the administrators had set by then that what deleted people wrote is erased on Matrix. */
	readonly isErased: boolean;
	/** The first rooms that it has left. */
	readonly rooms: readonly LeftRoom[];
	/** How many rooms it has left, and how many messages and reactions were erased in them. */
	readonly roomCount: number;
	readonly erasedCount: number;
	/** Whether the homeserver has deactivated its account; undefined before that was tried. */
	readonly isDeactivated?: boolean;
	/** When all of it was done, milliseconds since 1970. */
	readonly doneAt?: number;
}

/** @returns the record with one more room */
export function withLeftRoom(ghost: RetiredGhost, room: LeftRoom): RetiredGhost {
	return {
		...ghost,
		rooms: [...ghost.rooms, room].slice(0, MAX_NAMED_ROOMS),
		roomCount: ghost.roomCount + 1,
		erasedCount: ghost.erasedCount + room.erased,
	};
}

/**
 * Stores which ghosts are retired, for good, and which of them are still to leave their rooms, so that a restart or an outage
 * loses none.
 */
export class RetiredGhosts {
	constructor(private readonly persistence: Persistence) {}

	/** Adds a ghost that is to leave. Does nothing if it is known. */
	async add(ghost: Pick<RetiredGhost, 'ghostId' | 'userId' | 'at' | 'isErased'>): Promise<void> {
		if (await this.byId(ghost.ghostId)) {
			return;
		}
		await this.save({ ...ghost, rooms: [], roomCount: 0, erasedCount: 0 });
		const { ghostId } = ghost;
		await this.persistence.write.updateByAssociations(leavingAssociations(ghostId), { ghostId }, true);
	}

	/** @returns undefined if the ghost is not retired */
	async byId(ghostId: UserId): Promise<RetiredGhost | undefined> {
		const [found] = await this.persistence.read.readByAssociation(keys.retiredGhost(ghostId));
		return found as RetiredGhost | undefined;
	}

	/** @returns the ghosts that are still to leave */
	async leaving(): Promise<UserId[]> {
		const found = await this.persistence.read.readByAssociation(keys.leavingGhosts());
		return (found as Pick<RetiredGhost, 'ghostId'>[]).map(({ ghostId }) => ghostId);
	}

	/** @returns all retired ghosts, the latest first */
	async all(): Promise<RetiredGhost[]> {
		const found = (await this.persistence.read.readByAssociation(keys.retiredGhosts())) as RetiredGhost[];
		return found.sort((one, other) => other.at - one.at);
	}

	/** Stores what was done so far. */
	async save(ghost: RetiredGhost): Promise<void> {
		await this.persistence.write.updateByAssociations(
			[keys.retiredGhost(ghost.ghostId), keys.retiredGhosts()],
			ghost,
			true,
		);
	}

	/** Stores that all of it was done. */
	async finish(ghost: RetiredGhost): Promise<void> {
		await this.save({ ...ghost, doneAt: Date.now() });
		await this.persistence.write.removeByAssociations(leavingAssociations(ghost.ghostId));
	}
}

function leavingAssociations(ghostId: UserId) {
	return [keys.leavingGhost(ghostId), keys.leavingGhosts()];
}
