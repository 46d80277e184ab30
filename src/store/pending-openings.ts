import type { RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Direct messages without external members that are remembered. */
const MAX_LOCAL_ROOMS = 5_000;

/** A direct message that is to get a Matrix room because a local user wrote in it. */
interface PendingOpening {
	readonly roomId: RocketChatRoomId;
	/** Who wrote. */
	readonly userId: RocketChatUserId;
	/** When, milliseconds since 1970. */
	readonly at: number;
}

/** Stores which direct messages are still to be opened on Matrix, so that a restart or an outage does not lose them. */
export class PendingOpenings {
	private readonly known = new Map<RocketChatRoomId, PendingOpening>();
	private readonly localRooms = new Set<RocketChatRoomId>();

	constructor(private readonly persistence: Persistence) {}

	/** @returns whether a direct message is known to have no external members */
	isLocalRoom(roomId: RocketChatRoomId): boolean {
		return this.localRooms.has(roomId);
	}

	/** Remembers a direct message without external members. */
	addLocalRoom(roomId: RocketChatRoomId): void {
		if (this.localRooms.size >= MAX_LOCAL_ROOMS) {
			this.localRooms.clear();
		}
		this.localRooms.add(roomId);
	}

	/** @returns whether the room was not pending yet */
	async add(opening: PendingOpening): Promise<boolean> {
		if (this.known.has(opening.roomId)) {
			return false;
		}
		this.known.set(opening.roomId, opening);
		await this.persistence.write.updateByAssociations(associations(opening.roomId), opening, true);
		return true;
	}

	/** @returns the pending opening of a room, as this instance knows it. Costs no call to the host */
	of(roomId: RocketChatRoomId): PendingOpening | undefined {
		return this.known.get(roomId);
	}

	/** Notes that a direct message is open, or cannot be opened. */
	async remove(roomId: RocketChatRoomId): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(roomId));
		this.known.delete(roomId);
	}

	/** @returns those that are stored, also by other instances */
	async all(): Promise<PendingOpening[]> {
		const openings = (await this.persistence.read.readByAssociation(keys.openings())) as PendingOpening[];
		this.known.clear();
		openings.forEach((opening) => this.known.set(opening.roomId, opening));
		return openings;
	}
}

function associations(roomId: RocketChatRoomId) {
	return [keys.openingOf(roomId), keys.openings()];
}
