import type { Poll } from '../convert/matrix-message/poll';
import type { EventId, UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** The latest vote of one person. */
interface Vote {
	readonly chosen: readonly string[];
	/** The event of the vote. */
	readonly eventId: EventId;
	/** When it was cast, according to the voter's server, milliseconds since 1970. */
	readonly at: number;
}

/** A poll with its votes so far. */
export interface PollRecord {
	readonly poll: Poll;
	readonly startedBy: UserId;
	/** By the user id of the voter. */
	readonly votes: Readonly<Record<string, Vote>>;
	readonly ended: boolean;
}

/** Stores polls with their votes, since Matrix sends each vote as an event of its own. */
export class Polls {
	constructor(private readonly persistence: Persistence) {}

	/** @returns the poll that an event has started; undefined if it is unknown */
	async byEvent(start: EventId): Promise<PollRecord | undefined> {
		const [record] = (await this.persistence.read.readByAssociation(keys.poll(start))) as PollRecord[];
		return record;
	}

	/** Stores a poll, and replaces what was stored for it. */
	async put(start: EventId, record: PollRecord): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.poll(start)], record, true);
	}
}
