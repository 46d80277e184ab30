import type { RoomEvent } from '../matrix/events';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** What is left to do of a transaction that has been answered. */
export interface InboxRecord {
	readonly id: string;
	readonly events: readonly RoomEvent[];
	/** When it was stored, milliseconds since 1970. */
	readonly at: number;
}

/** Events the homeserver may forget, since they are stored here until they are done. */
export class Inbox {
	constructor(private readonly persistence: Persistence) {}

	/** @param id names what is left of one transaction */
	async put(id: string, events: readonly RoomEvent[]): Promise<void> {
		const record: InboxRecord = { id, events, at: Date.now() };
		await this.persistence.write.createWithAssociations(record, [keys.inboxRecord(id), keys.inbox()]);
	}

	async remove(id: string): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.inboxRecord(id));
	}

	/** @returns what is stored, in the order in which it came */
	async all(): Promise<InboxRecord[]> {
		const records = (await this.persistence.read.readByAssociation(keys.inbox())) as InboxRecord[];
		return records.sort((a, b) => a.at - b.at);
	}
}
