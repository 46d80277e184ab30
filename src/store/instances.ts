import type { RocketChatRoomId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** What a running instance of the server stores about itself again and again. */
export interface InstanceRecord {
	/** Chosen at random when the app starts. */
	readonly id: string;
	/** Grows with each write. Others see by it that the instance runs; the clocks of two servers may differ. */
	readonly beat: number;
	/** When it was written, milliseconds since 1970, by the clock of that server. */
	readonly at: number;
	/** The ids of the instances among which this one divides the rooms, sorted. */
	readonly view: readonly string[];
}

/** Says that something may have to be sent from a room; its owner looks. */
export interface HandOver {
	readonly roomId: RocketChatRoomId;
	/** The id by which its owner is found: that of its Matrix room, or its own while it has none; that of its parent for a discussion. */
	readonly ownedAs: string;
	/** Whether it is a discussion that has no Matrix room yet, since its announcement may not have been heard. */
	readonly isMissedDiscussion?: true;
}

/** What the instances of the server tell each other. The store is all that they share. */
export class InstanceTable {
	constructor(private readonly persistence: Persistence) {}

	/** Writes the record of an instance, or replaces it. */
	async write(record: InstanceRecord): Promise<void> {
		await this.persistence.write.updateByAssociations(
			[keys.instance(record.id), keys.instances()],
			record,
			true,
		);
	}

	/** Removes the record of an instance that has ended. */
	async remove(id: string): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.instance(id));
	}

	/** @returns the latest record of each instance */
	async all(): Promise<InstanceRecord[]> {
		const latest = new Map<string, InstanceRecord>();
		const records = await this.persistence.read.readByAssociation(keys.instances());
		for (const record of records as InstanceRecord[]) {
			if (record.beat > (latest.get(record.id)?.beat ?? 0)) {
				latest.set(record.id, record);
			}
		}
		return [...latest.values()];
	}

	/** @returns when two instances were last seen running at the same time, milliseconds since 1970; -Infinity if never */
	async sharedAt(): Promise<number> {
		const records = (await this.persistence.read.readByAssociation(keys.shared())) as {
			readonly at: number;
		}[];
		return Math.max(...records.map(({ at }) => at));
	}

	/** Stores that two instances run at the same time. @param at milliseconds since 1970 */
	async noteShared(at: number): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.shared()], { at }, true);
	}

	/** Leaves a room to its owner. */
	async handOver(note: HandOver): Promise<void> {
		await this.persistence.write.updateByAssociations(
			[keys.handOver(note.roomId), keys.handOvers()],
			note,
			true,
		);
	}

	/** @returns the rooms that are left to their owners */
	async handOvers(): Promise<HandOver[]> {
		const notes = (await this.persistence.read.readByAssociation(keys.handOvers())) as HandOver[];
		return [...new Map(notes.map((note) => [note.roomId, note])).values()];
	}

	/** Takes a room. What is written in it before this call returns is not announced again. */
	async takeOver({ roomId }: HandOver): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.handOver(roomId));
	}
}
