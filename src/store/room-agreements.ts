import { BoundedMap } from '../bounded-map';
import type { Values } from '../convert/changed-side';
import type { EventId, RoomId, UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Rooms for which is remembered who may have roles. */
const MAX_REMEMBERED = 500;

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
	/** Who had roles, or power on Matrix, when the roles of a room were compared last: members and others. */
	private readonly distinguished = new BoundedMap<RoomId, ReadonlySet<UserId>>(MAX_REMEMBERED);

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

	/** Remembers who has roles, or power on Matrix. Each change of the power levels has the roles compared, and is noted so. */
	noteDistinguished(roomId: RoomId, people: Iterable<UserId>): void {
		this.distinguished.set(roomId, new Set(people));
	}

	/** @returns false if somebody has neither roles nor power; true also if that is not known. Costs no call */
	mayHaveRoles(roomId: RoomId, userId: UserId): boolean {
		return this.distinguished.get(roomId)?.has(userId) ?? true;
	}

	/** Makes `mayHaveRoles` know nothing: another instance may have compared the roles. */
	forgetMemory(): void {
		this.distinguished.clear();
	}

	/** Forgets a room that is not federated any more. */
	async remove(roomId: RoomId): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.agreementOf(roomId));
	}
}
