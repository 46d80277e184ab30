import type { Values } from '../convert/changed-side';
import type { EventId, RoomId, UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** The settings of a room that both sides have, by their names. */
export type AgreedSettings = Readonly<Partial<Record<string, Values<string | boolean, string | boolean>>>>;

/** The roles in Rocket.Chat, sorted and joined by commas, and the power level on Matrix, of each member who has any. */
export type AgreedRoles = Readonly<Partial<Record<UserId, Values<string, number>>>>;

/** What both sides of a federated room had when they agreed last. */
interface RoomAgreement {
	readonly settings: AgreedSettings;
	readonly roles: AgreedRoles;
	/** The events that are pinned on Matrix; undefined if no pin was carried yet. */
	readonly pinned?: readonly EventId[];
}

const nothing: RoomAgreement = { settings: {}, roles: {} };

/**
 * Stores what both sides of each federated room had when they agreed last. It is read from the store each time, since any instance
 * of the server may have changed it.
 */
export class RoomAgreements {
	constructor(private readonly persistence: Persistence) {}

	/** @returns what both sides of a room had; nothing of a room that was never compared */
	async of(roomId: RoomId): Promise<RoomAgreement> {
		const [record] = (await this.persistence.read.readByAssociation(
			keys.agreementOf(roomId),
		)) as Partial<RoomAgreement>[];
		return { ...nothing, ...record };
	}

	/** Stores what is given, and keeps the rest. */
	async change(roomId: RoomId, changed: Partial<RoomAgreement>): Promise<void> {
		const agreement = { ...(await this.of(roomId)), ...changed };
		await this.persistence.write.updateByAssociations([keys.agreementOf(roomId)], agreement, true);
	}

	/** Forgets a room that is not federated any more. */
	async remove(roomId: RoomId): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.agreementOf(roomId));
	}
}
