import { errorKinds, type ErrorCode, type FederationError } from '../errors';
import type { LogDetails } from '../log';
import type { RoomEvent } from '../matrix/events';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** How many items are kept, and for how many days. */
export const parkedLimits = { items: 1_000, days: 30 } as const;

const DAY_MS = 86_400_000;

/** After so many new items the limits are enforced again: that reads all items, so it is not done for each. */
const ITEMS_BETWEEN_CHECKS = 100;

/** The most ids in one entry of the log. */
const MAX_LOGGED_IDS = 20;

/** What every parked item has. */
interface ParkedBase {
	/** The id of the event, or what `parkedIdOf` makes of a change in Rocket.Chat. */
	readonly id: string;
	/** When it was parked, milliseconds since 1970. */
	readonly at: number;
	/** The latest failure's code in the error table. */
	readonly code: ErrorCode;
	/** Why it was refused, if the failure says so: for example as the table of refusals names it. */
	readonly reason?: string | number | undefined;
}

/** A change in Rocket.Chat. What the message says is not stored: a retry reads it again. */
export interface ParkedChange {
	readonly rocketChatRoomId: RocketChatRoomId;
	readonly messageId: RocketChatMessageId;
	/** Who made the change; undefined if their account was deleted. */
	readonly actorId?: RocketChatUserId | undefined;
	readonly what: 'message' | 'edit' | 'deletion' | 'reaction' | 'pin' | 'discussion';
	/** Of a deletion: who wrote the message, if that is known. Their ghost may redact it where others may not. */
	readonly senderId?: RocketChatUserId | undefined;
	/** Of a deletion: when the message was written, milliseconds since 1970. An event that was sent without an answer is found by it. */
	readonly createdAt?: number | undefined;
	/** Of a reaction: the emoji, with its colons. */
	readonly shortcode?: string;
}

/** An event that was not relayed to Rocket.Chat. */
export interface ParkedToRocketChat extends ParkedBase {
	readonly direction: 'to-rocketchat';
	readonly event: RoomEvent;
}

/** A change that was not relayed to Matrix. */
export interface ParkedToMatrix extends ParkedBase, ParkedChange {
	readonly direction: 'to-matrix';
}

/** Something that could not be relayed and waits for an administrator. */
export type ParkedItem = ParkedToRocketChat | ParkedToMatrix;

/** Items that were removed because of the limits, so that nobody could retry them any more. */
interface RemovedByLimits {
	readonly count: number;
	/** When the last one was removed, milliseconds since 1970. */
	readonly at: number;
}

/** An item as version 0.2.0 stored it: always an event. */
type OldRecord = Omit<ParkedToRocketChat, 'id' | 'direction'>;

/**
 * Stores what cannot be relayed, in both directions, so that what comes after it can. The oldest items are removed when
 * there are too many, or when they get too old.
 */
export class ParkedEvents {
	private addedSinceCheck = 0;

	/** @param reportRemoval called with the items that the limits are about to remove, before they are removed */
	constructor(
		private readonly persistence: Persistence,
		private readonly reportRemoval: (items: readonly ParkedItem[]) => void = () => undefined,
	) {}

	/** Stores an item, and replaces the one that has the same id. */
	async add(item: ParkedItem): Promise<void> {
		// The host stores a field without a value as null.
		const record = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
		await this.persistence.write.updateByAssociations(
			[keys.parkedEvent(item.id), keys.parked()],
			record,
			true,
		);
		this.addedSinceCheck += 1;
		if (this.addedSinceCheck >= ITEMS_BETWEEN_CHECKS) {
			await this.enforceLimits();
		}
	}

	/** Stores an event that was not relayed to Rocket.Chat, with its failure. */
	async addEvent(
		event: RoomEvent,
		{ code, parameters: { reason } }: Pick<FederationError, 'code' | 'parameters'>,
	): Promise<void> {
		await this.add({
			...{ id: event.eventId, direction: 'to-rocketchat', event },
			...{ at: Date.now(), code, reason },
		});
	}

	/** @returns all items, oldest first */
	async all(): Promise<ParkedItem[]> {
		const records = await this.persistence.read.readByAssociation(keys.parked());
		const items = (records as (ParkedItem | OldRecord)[]).map(itemOf);
		// Two instances that park the same item at the same time store it twice.
		const byId = new Map(items.map((item) => [item.id, item]));
		return [...byId.values()].sort((a, b) => a.at - b.at);
	}

	/** @returns undefined if there is no such item */
	async byId(id: string): Promise<ParkedItem | undefined> {
		const [record] = await this.persistence.read.readByAssociation(keys.parkedEvent(id));
		return record && itemOf(record as ParkedItem | OldRecord);
	}

	/** Removes an item. Does nothing if there is no such item. */
	async remove(id: string): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.parkedEvent(id));
	}

	/** Reports, counts and then removes the items that are too old, and the oldest of too many. */
	async enforceLimits(): Promise<void> {
		this.addedSinceCheck = 0;
		const items = await this.all();
		const tooMany = items.length - parkedLimits.items;
		const beyond = items.filter((item, index) => index < tooMany || daysLeft(item) <= 0);
		if (beyond.length === 0) {
			return;
		}
		this.reportRemoval(beyond);
		const { count = 0 } = (await this.removedByLimits()) ?? {};
		const removed: RemovedByLimits = { count: count + beyond.length, at: Date.now() };
		await this.persistence.write.updateByAssociations([keys.parkedRemoved()], removed, true);
		for (const { id } of beyond) {
			await this.remove(id);
		}
	}

	/** @returns how many items the limits have removed so far; undefined if none */
	async removedByLimits(): Promise<RemovedByLimits | undefined> {
		const [record] = await this.persistence.read.readByAssociation(keys.parkedRemoved());
		return record as RemovedByLimits | undefined;
	}
}

/** @returns the id under which a change in Rocket.Chat is parked: the same change has the same id each time */
export function parkedIdOf({
	what,
	messageId,
	actorId = '' as RocketChatUserId,
	shortcode = '',
}: ParkedChange): string {
	return [what, messageId, ...(what === 'reaction' ? [actorId, shortcode] : [])].join('/');
}

/** @returns how many items there are, with the ids of the first ones, for the log */
export function idsForLog(items: readonly ParkedItem[]): LogDetails {
	const ids = items.slice(0, MAX_LOGGED_IDS).map(({ id, code }) => `${id} (${code})`);
	return { count: items.length, ids: ids.join(', ') };
}

/** @returns in how many days an item gets too old and is removed; 0 or less if it is too old */
export function daysLeft({ at }: Pick<ParkedItem, 'at'>): number {
	return parkedLimits.days - (Date.now() - at) / DAY_MS;
}

/** Reads an item. Older and newer versions of the app may know codes that this one does not have. */
function itemOf(record: ParkedItem | OldRecord): ParkedItem {
	const code = Object.hasOwn(errorKinds, record.code) ? record.code : 'unexpected';
	return 'direction' in record
		? { ...record, code }
		: { ...record, code, id: record.event.eventId, direction: 'to-rocketchat' };
}
