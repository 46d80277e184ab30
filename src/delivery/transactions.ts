import type { RoomEvent } from '../matrix/events';
import type { Inbox } from '../store/inbox';
import type { ParkedEvents } from '../store/parked-events';
import { FederationError } from '../errors';
import { RecentIds } from './recent-ids';
import type { RoomQueues } from './room-queues';

/** Milliseconds of work before the homeserver gets its answer; it piles up events while it waits for one. */
const INLINE_BUDGET_MS = 150;

/** Ids kept in memory; older repeats are recognised by their links. */
const REMEMBERED_TRANSACTIONS = 1_000;
const REMEMBERED_EVENTS = 10_000;

export interface TransactionsParts {
	readonly queues: RoomQueues;
	readonly inbox: Inbox;
	readonly parked: ParkedEvents;
	/** Carries one event over; doing it twice is harmless. */
	readonly handle: (event: RoomEvent) => Promise<void>;
	/** Told of an event that failed. */
	readonly failed: (event: RoomEvent, error: unknown) => void;
}

/**
 * Takes the homeserver's transactions. When `accept` returns, every event is done, or stored to be done, or
 * parked; so the homeserver may forget the transaction.
 * Application Service API, "Pushing events".
 */
export class Transactions {
	private readonly accepted = new RecentIds(REMEMBERED_TRANSACTIONS);
	private readonly done = new RecentIds(REMEMBERED_EVENTS);
	private readonly inFlight = new Map<string, Promise<void>>();
	private resumed: Promise<void> | undefined;
	private latest: number | undefined;

	constructor(private readonly parts: TransactionsParts) {}

	/** When the last transaction with events came, milliseconds since 1970. */
	get lastEventAt(): number | undefined {
		return this.latest;
	}

	/**
	 * Carries a transaction's events over, each room in order, rooms side by side.
	 * @param transactionId repeats of an accepted one are not worked again, repeats of one under way wait for it
	 */
	async accept(transactionId: string, events: readonly RoomEvent[]): Promise<void> {
		// What an earlier life of the app has stored comes before anything new of the same room.
		await this.resume();
		if (this.accepted.has(transactionId)) {
			return;
		}
		const underWay = this.inFlight.get(transactionId);
		if (underWay) {
			return underWay;
		}
		if (events.length > 0) {
			this.latest = Date.now();
		}
		const work = this.work(transactionId, events);
		this.inFlight.set(transactionId, work);
		try {
			await work;
			this.accepted.add(transactionId);
		} finally {
			this.inFlight.delete(transactionId);
		}
	}

	/** Takes up what is left of transactions that were answered before the app stopped. */
	resume(): Promise<void> {
		this.resumed ??= this.takeUp().catch((error: unknown) => {
			this.resumed = undefined;
			throw error;
		});
		return this.resumed;
	}

	private async takeUp(): Promise<void> {
		for (const { transactionId, events } of await this.parts.inbox.all()) {
			this.finishLater(transactionId, events, this.queue(events));
		}
	}

	private async work(transactionId: string, events: readonly RoomEvent[]): Promise<void> {
		const all = this.queue(events);
		if (await finishesWithin(all, INLINE_BUDGET_MS)) {
			return;
		}
		const rest = events.filter((event) => !this.done.has(event.eventId));
		const stored = this.parts.inbox.put(transactionId, rest);
		this.finishLater(
			transactionId,
			rest,
			stored.then(() => all),
		);
		await stored;
	}

	/** Lets stored events finish on their own; what cannot even be parked stays stored until the next start. */
	private finishLater(transactionId: string, events: readonly RoomEvent[], work: Promise<void>): void {
		work.then(() => this.parts.inbox.remove(transactionId)).catch((error: unknown) => {
			for (const event of events) {
				this.parts.failed(event, error);
			}
		});
	}

	private async queue(events: readonly RoomEvent[]): Promise<void> {
		await Promise.all(
			events.map((event) =>
				this.parts.queues.run(`matrix ${event.roomId}`, 0, () => this.carryOver(event)),
			),
		);
	}

	private async carryOver(event: RoomEvent): Promise<void> {
		if (this.done.has(event.eventId)) {
			return;
		}
		try {
			await this.parts.handle(event);
		} catch (error) {
			this.parts.failed(event, error);
			await this.parts.parked.add(event, error instanceof FederationError ? error.code : 'unexpected');
		}
		this.done.add(event.eventId);
	}
}

async function finishesWithin(work: Promise<void>, milliseconds: number): Promise<boolean> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const timeUp = new Promise<boolean>((resolve) => {
		timer = setTimeout(() => resolve(false), milliseconds);
	});
	try {
		return await Promise.race([work.then(() => true), timeUp]);
	} finally {
		clearTimeout(timer);
	}
}
