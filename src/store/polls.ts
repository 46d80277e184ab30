import type { Poll } from '../convert/matrix-message/poll';
import type { EventId, UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** What somebody chose last. */
export interface Vote {
	readonly chosen: readonly string[];
	/** The event that says so. */
	readonly eventId: EventId;
	/** When it was cast, as the voter's server says, milliseconds since 1970. */
	readonly at: number;
}

/** A poll as it stands. */
export interface PollRecord {
	readonly poll: Poll;
	readonly startedBy: UserId;
	/** By the user ids of those who voted. */
	readonly votes: Readonly<Record<string, Vote>>;
	readonly ended: boolean;
}

/** Polls and their votes: Matrix sends each vote alone. */
export class Polls {
	constructor(private readonly persistence: Persistence) {}

	/** @returns the poll that an event has started, undefined where none is known */
	async byEvent(start: EventId): Promise<PollRecord | undefined> {
		const [record] = (await this.persistence.read.readByAssociation(keys.poll(start))) as PollRecord[];
		return record;
	}

	/** Stores a poll in the place of what it was before. */
	async put(start: EventId, record: PollRecord): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.poll(start)], record, true);
	}
}
