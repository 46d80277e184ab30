import type { Poll, Votes } from '../convert/matrix-message/poll';
import type { EventId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A poll as it stands. */
export interface PollRecord {
	readonly poll: Poll;
	readonly votes: Votes;
	readonly ended: boolean;
}

/** Polls and their votes: Matrix sends each vote alone. */
export class Polls {
	constructor(private readonly persistence: Persistence) {}

	async byEvent(start: EventId): Promise<PollRecord | undefined> {
		const [record] = (await this.persistence.read.readByAssociation(keys.poll(start))) as PollRecord[];
		return record;
	}

	async put(start: EventId, record: PollRecord): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.poll(start)], record, true);
	}
}
