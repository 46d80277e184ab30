import type { RoomEvent } from '../../matrix/events';
import type { InboxRecord } from '../../store/inbox';
import { failureOf } from '../../failure';
import { waitAtMost } from '../../wait-at-most';
import { EventRelay, type EventRelayParts } from './event-relay';
import type { Instances } from '../instances/instances';
import { RecentIds } from '../recent-ids';
import type { SharedInbox } from './shared-inbox';

/**
 * Milliseconds of work before the homeserver gets its answer. While a transaction is in flight, Synapse collects events
 * for the next one, and large transactions do not fit into a request to an app. Storing the rest of a transaction of 100
 * takes about 50 ms more, and 200 ms is the limit.
 */
const INLINE_BUDGET_MS = 100;
/** Milliseconds of work for events that were pulled; nobody waits for an answer. */
const PULLED_BUDGET_MS = 30_000;

/** Ids kept in memory. Older repeats are recognised by the links in the store. */
const MAX_REMEMBERED_TRANSACTIONS = 1_000;

/** The parts of the app that `Transactions` uses. */
export interface TransactionsParts extends EventRelayParts {
	readonly inbox: Pick<SharedInbox, 'put' | 'remove' | 'all'>;
	readonly instances: Pick<Instances, 'isAlone' | 'agreements' | 'run'>;
	/** Whether older events are being pulled, so that pushed ones wait in the inbox. */
	readonly isHoldingBack?: () => boolean;
}

/** A pushed transaction that waits in the inbox until the older events were pulled. */
interface HeldBack {
	readonly recordId: string;
	readonly events: readonly RoomEvent[];
	readonly stored: Promise<void>;
}

/**
 * Accepts the homeserver's transactions. When `accept` returns, every event is done, or stored in the inbox to be done,
 * or parked, so the homeserver may forget the transaction. Application Service API, "Pushing events".
 */
export class Transactions {
	private readonly accepted = new RecentIds(MAX_REMEMBERED_TRANSACTIONS);
	private readonly relay: EventRelay;
	private heldBack: HeldBack[] = [];
	private readonly inFlight = new Map<string, Promise<void>>();
	/** Ids of the inbox records that this instance is working on. */
	private readonly recordsUnderWay = new Set<string>();
	private resumed: Promise<void> | undefined;
	/** Whether the inbox is being read for what was stored, and whether more was stored meanwhile. */
	private isLooking = false;
	private looksAgain = false;
	/** The number of agreements of the instances when the inbox was resumed. */
	private resumedAt = 0;
	private latest: number | undefined;

	constructor(private readonly parts: TransactionsParts) {
		this.relay = new EventRelay(parts);
	}

	/** When the last transaction with events came, milliseconds since 1970; undefined before the first one. */
	get lastEventAt(): number | undefined {
		return this.latest;
	}

	/**
	 * Relays the events of a transaction, each room in order, rooms side by side.
	 * @param transactionId a repeat of an accepted transaction is ignored, a repeat of one in flight waits for it
	 * @throws what the store throws; the homeserver then sends the transaction again
	 */
	async accept(transactionId: string, events: readonly RoomEvent[]): Promise<void> {
		await this.resumeBeforeNew();
		// A homeserver that was reinstalled starts its transaction ids again, so the event ids are compared too.
		const content = [transactionId, ...events.map(({ eventId }) => eventId)].join(' ');
		if (this.accepted.has(content)) {
			return;
		}
		const current = this.inFlight.get(content);
		if (current) {
			return current;
		}
		if (events.length > 0) {
			this.latest = Date.now();
		}
		const work = this.begin(transactionId, events);
		this.inFlight.set(content, work);
		try {
			await work;
			this.accepted.add(content);
		} finally {
			this.inFlight.delete(content);
		}
	}

	/**
	 * Relays events of one or several rooms that were pulled, also while pushed ones are held back.
	 * @returns when each of them is done, stored in the inbox, or parked
	 * @throws what the store throws
	 */
	async relayPulled(events: readonly RoomEvent[]): Promise<void> {
		await this.resumeBeforeNew();
		// Each record needs an id of its own: two instances, or one before and after a restart, may pull the same first event.
		const id = `pulled ${crypto.randomUUID()}`;
		if (!this.parts.instances.isAlone) {
			return this.share(id, events);
		}
		await this.process(id, events, { budget: PULLED_BUDGET_MS, isPushed: false });
	}

	/** @returns whether an event was done by this instance lately */
	isDone(eventId: string): boolean {
		return this.relay.isDone(eventId);
	}

	/** Relays the transactions that were held back, in their order, before any later one. */
	releaseHeldBack(): void {
		for (const { recordId, events, stored } of this.heldBack.splice(0)) {
			this.finishLater(recordId, events, Promise.all([this.relay.relay(events), stored]).then());
		}
	}

	/**
	 * Resumes the events that were stored before the app started, and those of rooms that this instance got when the instances agreed.
	 * Called before anything new is relayed. Another instance may have relayed meanwhile what this one held.
	 */
	resumeOnce(): Promise<void> {
		const { agreements } = this.parts.instances;
		if (this.resumedAt !== agreements) {
			this.resumedAt = agreements;
			this.relay.forgetHeld();
			this.resumed = undefined;
		}
		this.resumed ??= this.resumeStored().catch((error: unknown) => {
			this.resumed = undefined;
			throw error;
		});
		return this.resumed;
	}

	/** Retries the stored events that this instance is not working on: those that failed may succeed now. */
	async resumeStored(): Promise<void> {
		for (const { id, events, isHeldBack } of await this.parts.inbox.all()) {
			if (this.recordsUnderWay.has(id)) {
				continue;
			}
			if (isHeldBack && this.isHoldingBack) {
				this.recordsUnderWay.add(id);
				this.heldBack.push({ recordId: id, events, stored: Promise.resolve() });
			} else {
				this.finishLater(id, events, this.relay.relay(events));
			}
		}
	}

	/**
	 * Relays an event again that was parked, in its room's turn.
	 * @throws what `handle` throws; the event then stays parked
	 */
	async relayParked(event: RoomEvent): Promise<void> {
		await this.relay.relayAgain(event);
	}

	private get isHoldingBack(): boolean {
		const isHoldingBack = this.parts.isHoldingBack?.() ?? false;
		if (!isHoldingBack) {
			this.releaseHeldBack();
		}
		return isHoldingBack;
	}

	/** @returns when each event is done, stored, or parked */
	private begin(transactionId: string, events: readonly RoomEvent[]): Promise<void> {
		if (!this.parts.instances.isAlone) {
			return this.share(transactionId, events, { isHeldBack: true });
		}
		return this.isHoldingBack
			? this.holdBack(transactionId, events)
			: this.process(transactionId, events, { budget: INLINE_BUDGET_MS, isPushed: true });
	}

	/**
	 * Stores events that were pushed or pulled, and relays those of this instance's rooms, behind what other instances have stored
	 * of them. The store is the only way, since a room may become this instance's at any moment.
	 */
	private async share(
		transactionId: string,
		events: readonly RoomEvent[],
		more: Pick<InboxRecord, 'isHeldBack'> = {},
	): Promise<void> {
		const rest = events.filter(({ eventId }) => !this.relay.isDone(eventId));
		const [first] = rest;
		if (first) {
			await this.parts.inbox.put(`${transactionId} ${first.eventId}`, rest, more);
			this.relayShared().catch((error: unknown) => this.parts.onFailure(first, failureOf(error)));
		}
	}

	/**
	 * Relays what is stored. The whole inbox is read for it, so one read does for all that was stored during the one before; else a
	 * backlog would be read once for each transaction.
	 */
	private async relayShared(): Promise<void> {
		this.looksAgain = true;
		if (this.isLooking) {
			return;
		}
		this.isLooking = true;
		try {
			while (this.looksAgain) {
				this.looksAgain = false;
				this.resumed = undefined;
				await this.resumeOnce();
			}
		} finally {
			this.isLooking = false;
		}
	}

	/**
	 * Events that were stored before a restart come before new events of the same room. With several instances, new events are stored as
	 * well, and relayed by the order in the inbox.
	 */
	private async resumeBeforeNew(): Promise<void> {
		await (this.parts.instances.isAlone && this.resumeOnce());
	}

	/** Stores the events of a transaction, to be relayed behind those that are being pulled. */
	private async holdBack(transactionId: string, events: readonly RoomEvent[]): Promise<void> {
		const rest = events.filter(({ eventId }) => !this.relay.isDone(eventId));
		const [first] = rest;
		if (!first) {
			return;
		}
		const recordId = `${transactionId} ${first.eventId}`;
		const stored = this.parts.inbox.put(recordId, rest, { isHeldBack: true });
		const entry: HeldBack = { recordId, events: rest, stored };
		this.recordsUnderWay.add(recordId);
		this.heldBack.push(entry);
		try {
			await stored;
		} catch (error) {
			this.recordsUnderWay.delete(recordId);
			this.heldBack = this.heldBack.filter((other) => other !== entry);
			throw error;
		}
	}

	/** Works as long as the budget allows, in milliseconds, and stores the rest in the inbox. */
	private async process(
		transactionId: string,
		events: readonly RoomEvent[],
		{ budget, isPushed }: { readonly budget: number; readonly isPushed: boolean },
	): Promise<void> {
		const all = this.relay.relay(events, isPushed);
		const isInTime = await waitAtMost(all, budget);
		const rest = events.filter((event) => !this.relay.isDone(event.eventId));
		const [first] = rest;
		if (!first) {
			return;
		}
		const recordId = `${transactionId} ${first.eventId}`;
		const stored = this.parts.inbox.put(recordId, rest);
		if (!isInTime) {
			this.finishLater(
				recordId,
				rest,
				stored.then(() => all),
			);
		}
		await stored;
	}

	/**
	 * Lets stored events finish after the answer. The record is removed when all are done; otherwise it is retried
	 * later.
	 */
	private finishLater(recordId: string, events: readonly RoomEvent[], work: Promise<void>): void {
		this.recordsUnderWay.add(recordId);
		work.then(async () => {
			if (events.every(({ eventId }) => this.relay.isDone(eventId))) {
				await this.parts.inbox.remove(recordId);
			}
		})
			.catch((error: unknown) => {
				for (const event of events) {
					this.parts.onFailure(event, failureOf(error));
				}
			})
			.finally(() => this.recordsUnderWay.delete(recordId));
	}
}
