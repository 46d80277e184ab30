import type { RoomEvent } from '../matrix/events';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** The events of an answered transaction that are still to be relayed. */
export interface InboxRecord {
	readonly id: string;
	readonly events: readonly RoomEvent[];
	/** When it was stored, milliseconds since 1970. */
	readonly at: number;
	/** Whether it was pushed while older events were still being pulled, so that those come first. */
	readonly isHeldBack?: true;
}

/** Stores events until they are done, so that the homeserver may forget them. */
export class Inbox {
	constructor(private readonly persistence: Persistence) {}

	/** @param id of the record, made from the transaction */
	async put(
		id: string,
		events: readonly RoomEvent[],
		more: Pick<InboxRecord, 'isHeldBack'> = {},
	): Promise<void> {
		const record: InboxRecord = { id, events, at: Date.now(), ...more };
		await this.persistence.write.createWithAssociations(record, [keys.inboxRecord(id), keys.inbox()]);
	}

	async remove(id: string): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.inboxRecord(id));
	}

	/** @returns all records, oldest first */
	async all(): Promise<InboxRecord[]> {
		const records = (await this.persistence.read.readByAssociation(keys.inbox())) as InboxRecord[];
		return records.sort((a, b) => a.at - b.at);
	}
}
