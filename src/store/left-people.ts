import type { UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** An external person who has left a room, and whose account may be gone. */
export interface LeftPerson {
	readonly userId: UserId;
	/** How often the person's server did not say whether the account exists. */
	readonly attempts: number;
	/** When it is asked next, milliseconds since 1970. */
	readonly askedAt: number;
}

/** Stores which external people are still to be looked up, so that a restart or an outage loses none. */
export class LeftPeople {
	constructor(private readonly persistence: Persistence) {}

	/** Stores a person who is to be looked up, and replaces what was stored about them. */
	async put(person: LeftPerson): Promise<void> {
		await this.persistence.write.updateByAssociations(associations(person.userId), person, true);
	}

	/** Forgets somebody who was looked up, or whose server never answers. */
	async remove(userId: UserId): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(userId));
	}

	/** @returns all of them, in no order */
	async all(): Promise<LeftPerson[]> {
		return (await this.persistence.read.readByAssociation(keys.leftPeople())) as LeftPerson[];
	}
}

function associations(userId: UserId) {
	return [keys.leftPerson(userId), keys.leftPeople()];
}
