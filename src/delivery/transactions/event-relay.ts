import type { FederationError } from '../../errors';
import { failureOf } from '../../failure';
import type { RoomEvent } from '../../matrix/events';
import type { ParkedEvents } from '../../store/parked-events';
import { uptime } from '../../uptime';
import { AnsweredInvitations } from './answered-invites';
import { HeldEvents } from './held-events';
import type { Instances } from '../instances/instances';
import { RecentIds } from '../recent-ids';
import type { RoomQueues } from '../room-queues';
import { Turns } from '../turns';

/**
 * Milliseconds after a start in which a pushed event may be a repeat of one that was under way when the app ended. Synapse
 * waits 512 s at most before it sends a transaction again.
 */
const REPEATED_AFTER_START_MS = 600_000;

/** An event is no such repeat if it is this many milliseconds younger than the start; clocks differ a little. */
const CLOCKS_DIFFER_MS = 10_000;

/** Rooms whose events are relayed at the same time. More of them only wait for the one engine. */
const MAX_ROOMS_AT_ONCE = 20;

/**
 * Files carried at the same time. They have turns of their own, so that no slow download keeps texts of other rooms waiting; each is
 * in memory as a whole.
 */
const MAX_FILES_AT_ONCE = 6;

/** Ids of events kept in memory. Older repeats are recognised by the links in the store. */
const MAX_REMEMBERED_EVENTS = 10_000;

/** The parts of the app that `EventRelay` uses. */
export interface EventRelayParts {
	readonly queues: RoomQueues;
	readonly instances: Pick<Instances, 'run'>;
	readonly parked: ParkedEvents;
	/** Relays one event; must be idempotent. */
	readonly handle: (event: RoomEvent) => Promise<void>;
	/** Called for an event that failed. */
	readonly onFailure: (event: RoomEvent, failure: FederationError) => void;
}

/** Relays each event of Matrix once. Several rooms at the same time; within a room in order, so an event that waits holds up the next. */
export class EventRelay {
	private readonly done = new RecentIds(MAX_REMEMBERED_EVENTS);
	private readonly tried = new RecentIds(MAX_REMEMBERED_EVENTS);
	private readonly startedAt = Date.now();
	private readonly startedUptime = uptime();
	private readonly turns = new Turns(MAX_ROOMS_AT_ONCE);
	private readonly fileTurns = new Turns(MAX_FILES_AT_ONCE);
	private readonly held = new HeldEvents();
	private readonly invitations = new AnsweredInvitations();

	constructor(private readonly parts: EventRelayParts) {}

	/** @returns whether an event was done by this instance lately */
	isDone(eventId: string): boolean {
		return this.done.has(eventId);
	}

	/** Tries the waiting events again: another instance may have relayed the event for which they waited. */
	forgetHeld(): void {
		this.held.clear();
	}

	/**
	 * Relays an event again that was parked, in its room's turn.
	 * @throws what `handle` throws
	 */
	async relayAgain(event: RoomEvent): Promise<void> {
		await this.parts.queues.run(`matrix ${event.roomId}`, 0, () => this.parts.handle(event));
	}

	/**
	 * Relays events, each room in order. Rooms with much to do get as many turns as others.
	 * @param isPushed whether the homeserver pushed them just now
	 * @returns when each is done, or parked, or has failed and stays for the next attempt
	 */
	async relay(events: readonly RoomEvent[], isPushed = false): Promise<void> {
		await Promise.all(
			events.map((event) =>
				this.parts.queues.run(`matrix ${event.roomId}`, 0, () =>
					(hasFile(event) ? this.fileTurns : this.turns).run(() =>
						this.handleOnce(event, isPushed),
					),
				),
			),
		);
	}

	/**
	 * Relays an event, or parks it if it can never be relayed. A retryable failure leaves it in the inbox; if Rocket.Chat is
	 * away, the events of the room behind it stay there too.
	 */
	private async handleOnce(event: RoomEvent, isPushed: boolean): Promise<void> {
		if (this.done.has(event.eventId) || this.invitations.isRepeat(event)) {
			this.done.add(event.eventId);
			return;
		}
		if (this.held.isBehindAnother(event)) {
			this.held.add(event);
			return;
		}
		try {
			const given = this.isNew(event, isPushed) ? { ...event, isNew: true as const } : event;
			const isOwner = await this.parts.instances.run(event.roomId, () => this.parts.handle(given));
			if (!isOwner) {
				this.held.add(event); // it is stored for the owner of its room, which may be this instance again in a moment
				return;
			}
			this.invitations.add(event);
		} catch (error) {
			const failure = failureOf(error);
			this.parts.onFailure(event, failure);
			if (failure.kind.holdsRoom && !this.held.isOverdue(event)) {
				this.held.add(event);
				return;
			}
			this.held.remove(event);
			if (failure.kind.retryable && !failure.kind.holdsRoom) {
				return;
			}
			await this.parts.parked.addEvent(event, failure);
		}
		this.held.remove(event);
		this.done.add(event.eventId);
	}

	/**
	 * An event is new if it was pushed just now, and neither this nor an earlier process can have tried it. Then the app need not
	 * look for a message that the event has become. The sender's server sets the time of the event, and it may be wrong. Then an
	 * event that an earlier process posted is posted again under the same id. This has no effect, unless somebody has deleted
	 * the message in between.
	 */
	private isNew({ eventId, at }: RoomEvent, isPushed: boolean): boolean {
		const isFirstAttempt = !this.tried.has(eventId);
		this.tried.add(eventId);
		const isOfThisProcess =
			at - this.startedAt > CLOCKS_DIFFER_MS || uptime() - this.startedUptime > REPEATED_AFTER_START_MS;
		return isPushed && isFirstAttempt && isOfThisProcess;
	}
}

/** Whether an event has the address of a file. Client-Server API, "m.room.message msgtypes" */
function hasFile({ content }: RoomEvent): boolean {
	return typeof content.url === 'string';
}
