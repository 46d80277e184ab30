import { RecentIds } from '../recent-ids';
import { uptime } from '../../uptime';

/** Milliseconds after which an event that was not pushed shows that the push is blocked. */
const EXPECTED_WITHIN_MS = 5_000;

/** Milliseconds after which an event that was pushed, but not sent here, was sent by another instance of the server. */
const SENT_WITHIN_MS = 2_000;

/** At most this many events are watched, since more would show nothing new. */
const MAX_WATCHED = 1_000;

/** When something happened. */
interface Moment {
	/** Milliseconds since 1970, to be compared with what other instances have stored. */
	readonly at: number;
	/** By `uptime`, for durations. */
	readonly uptime: number;
}

/**
 * Watches whether the homeserver pushes. Each event that a ghost sends comes back in a transaction, and so does each
 * event that was pulled. If one does not come in time, the homeserver's queue is stuck. A ping does not show that, since it
 * does not go through the queue.
 */
export class PushWatch {
	private readonly expected = new Map<string, Moment>();
	/** Events that were pushed: the push may be quicker than the answer to the request that sends an event. */
	private readonly pushed = new RecentIds(MAX_WATCHED);
	/** Own events that were pushed and not sent here so far. */
	private readonly unsent = new Map<string, Moment>();

	/** Tells that the homeserver has an event, which it has to push. */
	expect(eventId: string): void {
		this.unsent.delete(eventId);
		if (this.expected.size < MAX_WATCHED && !this.expected.has(eventId) && !this.pushed.has(eventId)) {
			this.expected.set(eventId, now());
		}
	}

	/**
	 * Tells that the homeserver has pushed an event.
	 * @param isOwn whether a ghost has sent it
	 */
	seen(eventId: string, isOwn: boolean): void {
		this.pushed.add(eventId);
		if (!this.expected.delete(eventId) && isOwn && this.unsent.size < MAX_WATCHED) {
			this.unsent.set(eventId, now());
		}
	}

	/** Forgets the expected events: the homeserver may have lost them in an outage. */
	clear(): void {
		this.expected.clear();
	}

	/** Whether an event is overdue. */
	get isOverdue(): boolean {
		const [oldest] = this.expected.values();
		return oldest !== undefined && uptime() - oldest.uptime > EXPECTED_WITHIN_MS;
	}

	/** When the oldest expected event was sent, milliseconds since 1970; undefined if no event is expected. */
	get expectedSince(): number | undefined {
		const [oldest] = this.expected.values();
		return oldest?.at;
	}

	/** @returns when an event of another instance of the server came last; undefined if none did. Forgets those events */
	takePushOfOthers(): number | undefined {
		const unsent = [...this.unsent.values()].filter(
			(moment) => uptime() - moment.uptime > SENT_WITHIN_MS,
		);
		if (unsent.length === 0) {
			return undefined;
		}
		this.unsent.clear();
		return Math.max(...unsent.map(({ at }) => at));
	}
}

function now(): Moment {
	return { at: Date.now(), uptime: uptime() };
}
