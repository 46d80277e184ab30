import { BoundedMap } from '../bounded-map';
import type { Side } from '../convert/member-action';
import type { RoomId, UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Federated rooms whose members are remembered. */
const MAX_REMEMBERED = 500;

/** What is stored of a federated room. */
interface StoredMembers {
	readonly members: readonly UserId[];
	/** Left out by earlier versions of the app, and if there are none. */
	readonly moves?: Readonly<Record<UserId, Side>>;
	/** When each move was begun. Left out by earlier versions of the app, and if there are none. */
	readonly begunAt?: Readonly<Record<UserId, number>>;
}

/** A change of a member that is being carried over. */
export interface Move {
	/** The side on which it was made. */
	readonly madeOn: Side;
	/** When it was first tried on the other side, milliseconds since 1970; Infinity if that is not known. */
	readonly begunAt: number;
}

/** Who was a member of a federated room on both sides when the sides last agreed, and the changes that are being carried over. */
interface RoomMembers {
	readonly members: ReadonlySet<UserId>;
	readonly moves: ReadonlyMap<UserId, Move>;
}

/**
 * Stores the members of each federated room on whom both sides agreed last. What differs from that on one side was changed there
 * since, unless a change is on its way to that side.
 */
export class RoomMembersTable {
	private readonly known = new BoundedMap<RoomId, RoomMembers>(MAX_REMEMBERED);
	private lastChange: Promise<unknown> = Promise.resolve();
	private isOnlyChangedHere: (roomId: RoomId) => boolean = () => true;

	constructor(private readonly persistence: Persistence) {}

	/** @returns the Matrix ids of the members. Costs no call once they are known */
	async of(roomId: RoomId): Promise<ReadonlySet<UserId>> {
		return (await this.read(roomId)).members;
	}

	/**
	 * @returns the changes that were begun and are not settled, by person: the app ended meanwhile, or nobody knows whether the other
	 * side has made them. Costs no call once they are known
	 */
	async movesOf(roomId: RoomId): Promise<ReadonlyMap<UserId, Move>> {
		return (await this.read(roomId)).moves;
	}

	/** Notes that a change which was made on one side is about to be made on the other. */
	async begin(roomId: RoomId, userId: UserId, madeOn: Side): Promise<void> {
		await this.change(roomId, ({ members, moves }) =>
			moves.get(userId)?.madeOn === madeOn
				? undefined
				: { members, moves: new Map(moves).set(userId, { madeOn, begunAt: Date.now() }) },
		);
	}

	/** Notes who is a member on both sides now, and who on neither. The others stay as they are. */
	async settle(roomId: RoomId, settled: ReadonlyMap<UserId, boolean>): Promise<void> {
		await this.change(roomId, (present) => {
			const members = new Set(present.members);
			const moves = new Map(present.moves);
			let isChanged = false;
			for (const [userId, isMember] of settled) {
				isChanged = moves.delete(userId) || members.has(userId) !== isMember || isChanged;
				members[isMember ? 'add' : 'delete'](userId);
			}
			return isChanged ? { members, moves } : undefined;
		});
	}

	/** Notes that these people are members on both sides, and nobody else. */
	async replace(roomId: RoomId, members: ReadonlySet<UserId>): Promise<void> {
		await this.change(roomId, (present) =>
			present.moves.size === 0 && isSame(present.members, members)
				? undefined
				: { members, moves: new Map() },
		);
	}

	/**
	 * Has the members of all other rooms read from the store each time.
	 * @param isOnlyChangedHere whether no other instance of the server changes the members of a room
	 */
	rememberOnlyIf(isOnlyChangedHere: (roomId: RoomId) => boolean): void {
		this.isOnlyChangedHere = isOnlyChangedHere;
	}

	/** Makes the next reads ask the store. */
	forgetMemory(): void {
		this.known.clear();
	}

	private async read(roomId: RoomId): Promise<RoomMembers> {
		const known = this.known.get(roomId);
		if (known && this.isOnlyChangedHere(roomId)) {
			return known;
		}
		const [record] = (await this.persistence.read.readByAssociation(
			keys.membersOf(roomId),
		)) as StoredMembers[];
		const sides = Object.entries(record?.moves ?? {}) as [UserId, Side][];
		const moves = sides.map(([userId, madeOn]): [UserId, Move] => [
			userId,
			{ madeOn, begunAt: record?.begunAt?.[userId] ?? Infinity },
		]);
		return this.remember(roomId, { members: new Set(record?.members), moves: new Map(moves) });
	}

	/**
	 * Changes what is stored. One change after the other, since two that begin with the same record would undo each other.
	 * @param changed gives what is to be stored; undefined if that is there already
	 */
	private async change(
		roomId: RoomId,
		changed: (present: RoomMembers) => RoomMembers | undefined,
	): Promise<void> {
		const change = this.lastChange.then(async () => {
			const next = changed(await this.read(roomId));
			if (next) {
				const record: StoredMembers = {
					members: [...next.members],
					...(next.moves.size > 0 && {
						moves: recordOf(next.moves, ({ madeOn }) => madeOn),
						begunAt: recordOf(next.moves, ({ begunAt }) => begunAt),
					}),
				};
				await this.persistence.write.updateByAssociations([keys.membersOf(roomId)], record, true);
				this.remember(roomId, next);
			}
		});
		this.lastChange = change.catch(() => undefined);
		await change;
	}

	private remember(roomId: RoomId, members: RoomMembers): RoomMembers {
		this.known.set(roomId, members);
		return members;
	}
}

function recordOf<Value>(
	moves: ReadonlyMap<UserId, Move>,
	valueOf: (move: Move) => Value,
): Record<UserId, Value> {
	return Object.fromEntries([...moves].map(([userId, move]) => [userId, valueOf(move)]));
}

function isSame(one: ReadonlySet<UserId>, other: ReadonlySet<UserId>): boolean {
	return one.size === other.size && [...one].every((userId) => other.has(userId));
}
