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
	/** Where several instances of the server store events: the record's place among all records. */
	readonly order?: number;
	/** The id of the transaction's record, where each of its rooms has one. */
	readonly wholeId?: string;
}

/** The last number that one instance of the server has given to a record. */
export interface InboxNumber {
	/** The id of the instance. */
	readonly writer: string;
	readonly order: number;
}

/** What a record may have besides its events; without a time, it is the present one. */
type InboxDetails = Partial<Pick<InboxRecord, 'at' | 'isHeldBack' | 'order' | 'wholeId'>>;

/** Stores events until they are done, so that the homeserver may forget them. */
export class Inbox {
	constructor(private readonly persistence: Persistence) {}

	/** @param id of the record, made from the transaction */
	async put(id: string, events: readonly RoomEvent[], more: InboxDetails = {}): Promise<void> {
		const record: InboxRecord = { id, events, at: Date.now(), ...more };
		const { wholeId } = more;
		await this.persistence.write.createWithAssociations(record, [
			keys.inboxRecord(id),
			...(wholeId === undefined ? [] : [keys.inboxRecord(wholeId)]),
			keys.inbox(),
		]);
	}

	/** Removes a record, or all records of a transaction. */
	async remove(id: string): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.inboxRecord(id));
	}

	/** @returns the last number that each instance has given; none of some that have ended */
	async numbers(): Promise<InboxNumber[]> {
		return (await this.persistence.read.readByAssociation(keys.inboxNumbers())) as InboxNumber[];
	}

	/** Notes the last number that an instance has given. */
	async noteNumber(number: InboxNumber): Promise<void> {
		const associations = [keys.inboxNumber(number.writer), keys.inboxNumbers()];
		await this.persistence.write.updateByAssociations(associations, number, true);
	}

	/** Forgets what an instance has noted. */
	async removeNumber({ writer }: InboxNumber): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.inboxNumber(writer));
	}

	/** @returns all records in their order */
	async all(): Promise<InboxRecord[]> {
		const records = (await this.persistence.read.readByAssociation(keys.inbox())) as InboxRecord[];
		return records.sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || a.at - b.at);
	}
}
