import type { EventId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

interface Change {
	readonly target: EventId;
}

/** Which event another one has changed, an edit its message or a vote its poll: a redaction names the change alone. */
export class Changes {
	constructor(private readonly persistence: Persistence) {}

	/** @returns the event that a change was made to, undefined where none is known */
	async targetOf(change: EventId): Promise<EventId | undefined> {
		const [record] = (await this.persistence.read.readByAssociation(keys.change(change))) as Change[];
		return record?.target;
	}

	/** Remembers a change; twice is once. */
	async add(change: EventId, target: EventId): Promise<void> {
		const record: Change = { target };
		await this.persistence.write.updateByAssociations([keys.change(change)], record, true);
	}
}
