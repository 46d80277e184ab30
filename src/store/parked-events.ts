import type { FederationError } from '../errors';
import type { RoomEvent } from '../matrix/events';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** An event that could not be relayed and waits for an administrator. */
export interface ParkedEvent {
	readonly event: RoomEvent;
	/** The failure's code in the error table. */
	readonly code: string;
	/** Why Rocket.Chat refused it, as the table of refusals names it. */
	readonly reason?: string | number;
	/** When it was parked, milliseconds since 1970. */
	readonly at: number;
}

/** Stores events that cannot be relayed, so that the events after them can. */
export class ParkedEvents {
	constructor(private readonly persistence: Persistence) {}

	async add(
		event: RoomEvent,
		{ code, parameters: { reason } }: Pick<FederationError, 'code' | 'parameters'>,
	): Promise<void> {
		const parked: ParkedEvent = {
			event,
			code,
			...(reason !== undefined && { reason }),
			at: Date.now(),
		};
		await this.persistence.write.updateByAssociations(
			[keys.parkedEvent(event.eventId), keys.parked()],
			parked,
			true,
		);
	}

	/** @returns all parked events, oldest first */
	async all(): Promise<ParkedEvent[]> {
		const parked = (await this.persistence.read.readByAssociation(keys.parked())) as ParkedEvent[];
		return parked.sort((a, b) => a.at - b.at);
	}
}
