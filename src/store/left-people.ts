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

	async put(person: LeftPerson): Promise<void> {
		await this.persistence.write.updateByAssociations(associations(person.userId), person, true);
	}

	async remove(userId: UserId): Promise<void> {
		await this.persistence.write.removeByAssociations(associations(userId));
	}

	async all(): Promise<LeftPerson[]> {
		return (await this.persistence.read.readByAssociation(keys.leftPeople())) as LeftPerson[];
	}
}

function associations(userId: UserId) {
	return [keys.leftPerson(userId), keys.leftPeople()];
}
