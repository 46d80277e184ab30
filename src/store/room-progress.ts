import type { RoomId } from '../matrix/ids';
import type { RocketChatRoomId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Milliseconds of progress after which the first comparison since a start is stored. */
const FIRST_SAVED_AFTER_MS = 60_000;

/** Milliseconds before the loss of events within which a message may have been written that was changed after it. */
const CHANGED_BEFORE_LOSS_MS = 86_400_000;

/** How far a federated room has been compared with Matrix. */
export interface RoomProgress {
	readonly roomId: RocketChatRoomId;
	/** The Matrix room that its messages are sent to. */
	readonly matrixRoomId: RoomId;
	/** Messages that were written before this time are not meant for Matrix, milliseconds since 1970. */
	readonly from: number;
	/**
	 * Every message that was written before this time is on Matrix, or is settled, or was written before the room was
	 * federated. Milliseconds since 1970.
	 */
	readonly checkedTo: number;
	/**
	 * The progress at a start after which the older messages were not compared yet, milliseconds since 1970. Undefined if they were, or
	 * if `checkedTo` has not been stored since.
	 */
	readonly lookBackFrom?: number;
	/**
	 * When the oldest message was written that waits until the direct message is open again, milliseconds since 1970. Undefined if
	 * none waits.
	 */
	readonly heldSince?: number;
	/**
	 * Since when the homeserver may lack events of the room, because it was restored from a backup, milliseconds since 1970. Undefined if
	 * what it lacks was sent again.
	 */
	readonly lostSince?: number;
	/** Matrix rooms that it had before. An event of Rocket.Chat that was raised before the change still names one. */
	readonly formerRooms?: readonly RoomId[];
	/** When the messages that waited were released last, milliseconds since 1970. */
	readonly releasedAt?: number;
}

/** Lists all federated rooms, each with its progress. Rooms that version 0.2 or older linked appear when they are used. */
export class RoomProgressTable {
	private readonly compared = new Set<RocketChatRoomId>();
	/** The rooms whose older messages are still to be compared, with the progress at the start of the app. */
	private readonly lookBacks = new Map<RocketChatRoomId, number>();
	private readonly known = new Map<RocketChatRoomId, { progress: RoomProgress; savedTo: number }>();
	/** How many rooms were taken from the list: what was read before that is not remembered. */
	private removals = 0;

	constructor(private readonly persistence: Persistence) {}

	/** @returns the progress of a room; undefined for a room that is not listed yet. Costs no call once it is known */
	async of(roomId: RocketChatRoomId): Promise<RoomProgress | undefined> {
		const known = this.known.get(roomId);
		if (known) {
			return known.progress;
		}
		const { removals } = this;
		const records = await this.persistence.read.readByAssociation(keys.progressOf(roomId));
		return this.remember(leastOf(records as RoomProgress[]), removals);
	}

	/**
	 * @returns the rooms of all instances; the one that was not compared for the longest time comes first, since the app may end again
	 * before it has compared the last one
	 */
	async all(): Promise<RoomProgress[]> {
		const byRoom = new Map<RocketChatRoomId, RoomProgress[]>();
		const { removals } = this;
		const records = await this.persistence.read.readByAssociation(keys.progress());
		for (const record of records as RoomProgress[]) {
			byRoom.set(record.roomId, [...(byRoom.get(record.roomId) ?? []), record]);
		}
		const found = [...byRoom.values()].flatMap((each) => this.remember(leastOf(each), removals) ?? []);
		return found.sort((one, other) => one.checkedTo - other.checkedTo);
	}

	/** Lists a room, or stores its progress. */
	async save({ lookBackFrom: stored, ...rest }: RoomProgress): Promise<void> {
		const { roomId } = rest;
		const lookBackFrom = this.compared.has(roomId) ? this.lookBacks.get(roomId) : stored;
		const progress: RoomProgress = { ...rest, ...(lookBackFrom !== undefined && { lookBackFrom }) };
		await this.persistence.write.updateByAssociations(
			[keys.progressOf(roomId), keys.progress()],
			progress,
			true,
		);
		this.known.set(roomId, { progress, savedTo: progress.checkedTo });
	}

	/** Takes a room from the list: nothing of it is sent any more. */
	async remove(roomId: RocketChatRoomId): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.progressOf(roomId));
		this.removals += 1;
		this.known.delete(roomId);
		this.compared.delete(roomId);
		this.lookBacks.delete(roomId);
	}

	/**
	 * Stores that a message of a listed room waits until the direct message is open again.
	 * @param writtenAt milliseconds since 1970
	 */
	async hold(roomId: RocketChatRoomId, writtenAt: number): Promise<void> {
		const progress = await this.of(roomId);
		if (progress && writtenAt < (progress.heldSince ?? Infinity)) {
			await this.save({ ...progress, heldSince: writtenAt });
		}
	}

	/**
	 * Stores that the homeserver may lack events of a listed room, so that the next comparison looks for them.
	 * @param since milliseconds since 1970
	 */
	async noteLost(roomId: RocketChatRoomId, since: number): Promise<void> {
		const progress = await this.of(roomId);
		if (progress) {
			const lostSince = Math.min(progress.lostSince ?? Infinity, since);
			const checkedTo = Math.min(progress.checkedTo, lostSince - CHANGED_BEFORE_LOSS_MS);
			await this.save({ ...progress, lostSince, checkedTo });
		}
	}

	/**
	 * Remembers the progress of a listed room, and stores it now and then: an older one only makes the next comparison longer.
	 * @param savedAfter milliseconds of progress after which it is stored; after the first comparison since a start a minute is enough,
	 * so that a workspace that restarts again and again does not compare more each time
	 */
	async advance(progress: RoomProgress, savedAfter: number): Promise<void> {
		const { savedTo = progress.checkedTo, progress: present = progress } =
			this.known.get(progress.roomId) ?? {};
		const { matrixRoomId, releasedAt, heldSince, lostSince } = present;
		const isFirst = !this.compared.has(progress.roomId);
		if (isFirst) {
			this.compared.add(progress.roomId);
			this.lookBacks.set(
				progress.roomId,
				Math.min(present.lookBackFrom ?? Infinity, present.checkedTo),
			);
		}
		const { lostSince: lookedFor, ...compared } = progress;
		const isReopened = matrixRoomId !== progress.matrixRoomId || releasedAt !== progress.releasedAt;
		if (isReopened || lostSince !== lookedFor) {
			return; // meanwhile, so older messages have to be compared
		}
		const now = { ...compared, ...(heldSince !== undefined && { heldSince }) };
		const limit = isFirst ? Math.min(savedAfter, FIRST_SAVED_AFTER_MS) : savedAfter;
		if (now.checkedTo - savedTo > limit) {
			await this.save(now);
		} else {
			this.known.set(progress.roomId, { progress: now, savedTo });
		}
	}

	/** @returns whether the new messages of the room have been compared since this process of the app started */
	isCompared(roomId: RocketChatRoomId): boolean {
		return this.compared.has(roomId);
	}

	/**
	 * @returns how far the room had been compared when this process of the app compared it first, milliseconds since 1970; undefined if
	 * that is still to come, or if its older messages were compared since
	 */
	lookBackFrom(roomId: RocketChatRoomId): number | undefined {
		return this.lookBacks.get(roomId);
	}

	/** Notes that the older messages of a room were compared. */
	async endLookBack(roomId: RocketChatRoomId): Promise<void> {
		this.lookBacks.delete(roomId);
		const { progress } = this.known.get(roomId) ?? {};
		if (progress?.lookBackFrom !== undefined) {
			await this.save(progress);
		}
	}

	/** Makes the next reads ask the store, and the next comparison of each room look as far back as after a start. */
	forgetMemory(): void {
		this.compared.clear();
		this.lookBacks.clear();
		this.known.clear();
	}

	/** Makes the next read of a room ask the store, if memory has another Matrix room for it than another instance says. */
	forgetIfMoved(roomId: RocketChatRoomId, matrixRoomId: string): void {
		const known = this.known.get(roomId);
		if (known?.progress.matrixRoomId !== matrixRoomId) {
			this.known.delete(roomId);
		}
	}

	/** Memory may have come further than the store, unless another instance has given the room another Matrix room. */
	private remember(stored: RoomProgress | undefined, removals: number): RoomProgress | undefined {
		if (!stored || removals !== this.removals) {
			return stored;
		}
		const known = this.known.get(stored.roomId)?.progress;
		if (known?.matrixRoomId === stored.matrixRoomId && known.checkedTo >= stored.checkedTo) {
			return known;
		}
		this.known.set(stored.roomId, { progress: stored, savedTo: stored.checkedTo });
		return stored;
	}
}

/** Two instances may have listed a room at the same time. The one that has come less far counts: checking twice does no harm. */
function leastOf(records: readonly RoomProgress[]): RoomProgress | undefined {
	return [...records].sort((a, b) => a.checkedTo - b.checkedTo)[0];
}
