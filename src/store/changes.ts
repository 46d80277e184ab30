import type { EventId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A change as it is stored. */
interface StoredChange {
	readonly target: EventId;
}

/**
 * Which event another event has changed: an edit its message, a vote its poll. A redaction of the change names the change
 * only, so this finds what to undo.
 */
export class Changes {
	constructor(private readonly persistence: Persistence) {}

	/** @returns the event that was changed; undefined if the change is unknown */
	async targetOf(change: EventId): Promise<EventId | undefined> {
		const [record] = (await this.persistence.read.readByAssociation(
			keys.change(change),
		)) as StoredChange[];
		return record?.target;
	}

	/** Stores a change. Idempotent. */
	async add(change: EventId, target: EventId): Promise<void> {
		const record: StoredChange = { target };
		await this.persistence.write.updateByAssociations([keys.change(change)], record, true);
	}
}
