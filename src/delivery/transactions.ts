import type { RoomEvent } from '../matrix/events';
import type { Inbox } from '../store/inbox';
import type { ParkedEvents } from '../store/parked-events';
import type { FederationError } from '../errors';
import { failureOf } from '../failure';
import { waitAtMost } from '../wait-at-most';
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
	readonly failed: (event: RoomEvent, failure: FederationError) => void;
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
	/** Records of the inbox that are being worked on here. */
	private readonly underWayRecords = new Set<string>();
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
		await this.resumeOnce();
		// A homeserver that was set up anew counts from the beginning again, so its ids alone tell nothing.
		const content = [transactionId, ...events.map(({ eventId }) => eventId)].join(' ');
		if (this.accepted.has(content)) {
			return;
		}
		const underWay = this.inFlight.get(content);
		if (underWay) {
			return underWay;
		}
		if (events.length > 0) {
			this.latest = Date.now();
		}
		const work = this.process(transactionId, events);
		this.inFlight.set(content, work);
		try {
			await work;
			this.accepted.add(content);
		} finally {
			this.inFlight.delete(content);
		}
	}

	/** Takes up, once in a life of the app, what is left of transactions that were answered before it stopped. */
	resumeOnce(): Promise<void> {
		this.resumed ??= this.resumeStored().catch((error: unknown) => {
			this.resumed = undefined;
			throw error;
		});
		return this.resumed;
	}

	/** Takes up what is stored and nobody here is working on: what may succeed now though it failed before. */
	async resumeStored(): Promise<void> {
		for (const { id, events } of await this.parts.inbox.all()) {
			if (!this.underWayRecords.has(id)) {
				this.finishLater(id, events, this.queue(events));
			}
		}
	}

	private async process(transactionId: string, events: readonly RoomEvent[]): Promise<void> {
		const all = this.queue(events);
		const inTime = await waitAtMost(all, INLINE_BUDGET_MS);
		const rest = events.filter((event) => !this.done.has(event.eventId));
		const [first] = rest;
		if (!first) {
			return;
		}
		const recordId = `${transactionId} ${first.eventId}`;
		const stored = this.parts.inbox.put(recordId, rest);
		if (!inTime) {
			this.finishLater(
				recordId,
				rest,
				stored.then(() => all),
			);
		}
		await stored;
	}

	/** Lets stored events finish on their own. The record goes when all are done, else it is taken up again. */
	private finishLater(recordId: string, events: readonly RoomEvent[], work: Promise<void>): void {
		this.underWayRecords.add(recordId);
		work.then(async () => {
			if (events.every(({ eventId }) => this.done.has(eventId))) {
				await this.parts.inbox.remove(recordId);
			}
		})
			.catch((error: unknown) => {
				for (const event of events) {
					this.parts.failed(event, failureOf(error));
				}
			})
			.finally(() => this.underWayRecords.delete(recordId));
	}

	private async queue(events: readonly RoomEvent[]): Promise<void> {
		await Promise.all(
			events.map((event) =>
				this.parts.queues.run(`matrix ${event.roomId}`, 0, () => this.handleOnce(event)),
			),
		);
	}

	private async handleOnce(event: RoomEvent): Promise<void> {
		if (this.done.has(event.eventId)) {
			return;
		}
		try {
			await this.parts.handle(event);
		} catch (error) {
			const failure = failureOf(error);
			this.parts.failed(event, failure);
			if (failure.kind.retryable) {
				return; // not done: it is stored and taken up again
			}
			await this.parts.parked.add(event, failure.code);
		}
		this.done.add(event.eventId);
	}
}
