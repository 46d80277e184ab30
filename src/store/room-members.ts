import { BoundedMap } from '../bounded-map';
import type { RoomId, UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Federated rooms whose members are remembered. */
const MAX_REMEMBERED = 500;

/** Who was a member of a federated room on both sides when the sides last agreed. */
interface AgreedMembers {
	readonly members: readonly UserId[];
}

/**
 * Stores the members of each federated room on whom both sides agreed last. What differs from that on one side was changed there
 * since.
 */
export class RoomMembersTable {
	private readonly known = new BoundedMap<RoomId, ReadonlySet<UserId>>(MAX_REMEMBERED);

	constructor(private readonly persistence: Persistence) {}

	/** @returns the Matrix ids of the members. Costs no call once they are known */
	async of(roomId: RoomId): Promise<ReadonlySet<UserId>> {
		const known = this.known.get(roomId);
		if (known) {
			return known;
		}
		const [record] = (await this.persistence.read.readByAssociation(
			keys.membersOf(roomId),
		)) as AgreedMembers[];
		return this.remember(roomId, new Set(record?.members));
	}

	/** Stores the members, if they are others than before. */
	async save(roomId: RoomId, members: ReadonlySet<UserId>): Promise<void> {
		const present = await this.of(roomId);
		if (present.size === members.size && [...members].every((member) => present.has(member))) {
			return;
		}
		const record: AgreedMembers = { members: [...members] };
		await this.persistence.write.updateByAssociations([keys.membersOf(roomId)], record, true);
		this.remember(roomId, new Set(members));
	}

	/** Makes the next reads ask the store. */
	forgetMemory(): void {
		this.known.clear();
	}

	private remember(roomId: RoomId, members: ReadonlySet<UserId>): ReadonlySet<UserId> {
		this.known.set(roomId, members);
		return members;
	}
}
