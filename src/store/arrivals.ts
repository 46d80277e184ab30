import { keys } from './keys';
import type { Persistence } from './link-table';

/** A request by which the homeserver showed that it reaches the app. */
export interface Arrival {
	/** Id of the ping's transaction, or of the echo event. */
	readonly id: string;
	/** The host that the homeserver called, with its port unless that is the scheme's default. */
	readonly host: string;
}

/** What the request carried: a ping, or an event of the federation bot. */
type ArrivalKind = 'ping' | 'echo';

/**
 * Stores the last arrival of each kind. They are stored because another instance of the server may serve the
 * homeserver's request than the one that checks the connection.
 */
export class Arrivals {
	constructor(private readonly persistence: Persistence) {}

	/** Stores an arrival in the place of the one before. */
	async save(kind: ArrivalKind, arrival: Arrival): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.arrival(kind)], arrival, true);
	}

	/** @returns undefined before the first one */
	async last(kind: ArrivalKind): Promise<Arrival | undefined> {
		const [record] = await this.persistence.read.readByAssociation(keys.arrival(kind));
		return record as Arrival | undefined;
	}
}
