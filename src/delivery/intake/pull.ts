import { isErrcode } from '../../matrix/homeserver-error';
import type { EphemeralEvent } from '../../matrix/ephemeral';
import type { RoomEvent } from '../../matrix/events';
import type { Homeserver } from '../../matrix/homeserver';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser, type Namespace } from '../../matrix/namespace';
import { eventFilter, type SyncedRoom } from '../../matrix/sync';
import type { Log } from '../../log';
import { parseUserId } from '../../matrix/ids';
import { admit } from './admission';
import type { Counter } from '../counter';
import type { GhostIndex } from './ghost-index';
import type { Transactions } from '../transactions/transactions';

/** Events of a room in one answer; older ones are read page by page. */
const TIMELINE_LIMIT = 100;

/** At most this many events of a room are read page by page, for one ghost and answer. */
const MAX_GAP_EVENTS = 10_000;

/** The first request as a ghost has no token. Of the events in its answer, only those of the last minutes count. */
const FIRST_LIMIT = 20;
const FIRST_REACHES_BACK_MS = 120_000;

/** The homeserver as it is configured now. */
export interface PullSource {
	readonly homeserver: Homeserver;
	readonly namespace: Namespace;
}

/** The parts of the app that `Pull` uses. */
export interface PullParts {
	readonly transactions: Transactions;
	readonly ghosts: GhostIndex;
	/** Counts events that were dropped or cleaned, by reason. */
	readonly dropped: Counter;
	/** Called when a ghost is no longer in a room, so that it gets no more events of it. */
	readonly onGhostLeft: (roomId: RoomId, ghostId: UserId) => void;
	/** Called with the ephemeral events, such as who is typing. */
	readonly onEphemeral: (events: readonly EphemeralEvent[]) => void;
	readonly log: Log;
}

/** How a ghost is asked. */
export interface PullRequest {
	/** How long the homeserver may wait for something new, in milliseconds. */
	readonly timeout: number;
	/**
	 * Whether all events since the token are read. Otherwise, if the latest ones are done, the older ones count as done: the
	 * homeserver pushes in order, and loses events in the middle only when it stops.
	 */
	readonly isThorough: boolean;
	/** The types of ephemeral events that are wanted; none unless given. */
	readonly ephemeralTypes?: readonly string[];
	/** Called with the id of each event that was not done before. */
	readonly onMissed?: (event: RoomEvent) => void;
}

/**
 * Asks the homeserver, as a ghost, for the events since the last answer, and relays them on the way of pushed events.
 * A token is kept only after its events are done, in the inbox, or parked.
 */
export class Pull {
	constructor(private readonly parts: PullParts) {}

	/**
	 * @returns whether anything came
	 * @throws HomeserverError; what the store throws
	 */
	async run(
		{ homeserver, namespace }: PullSource,
		ghostId: UserId,
		request: PullRequest,
	): Promise<boolean> {
		const { ghosts, dropped } = this.parts;
		const since = ghosts.tokenOf(ghostId);
		const limit = since === undefined ? FIRST_LIMIT : TIMELINE_LIMIT;
		const filter = eventFilter(limit, request.ephemeralTypes);
		const timeout = since === undefined ? 0 : request.timeout;
		const answer = await homeserver.sync(ghostId, { since, timeout, filter }).catch((error: unknown) => {
			if (
				since !== undefined &&
				isErrcode(error, 'M_UNKNOWN', 'M_INVALID_PARAM') &&
				error.status === 400
			) {
				ghosts.forgetToken(ghostId); // the homeserver was reinstalled
			}
			throw error;
		});
		this.parts.onEphemeral(answer.ephemeral);
		const relay = (raw: readonly unknown[]) => {
			const events = admit(raw, dropped);
			events
				.filter((event) => isDepartureOf(ghostId, event))
				.forEach(({ roomId }) => this.parts.onGhostLeft(roomId, ghostId));
			return this.relay(
				events.filter((event) => isLive(event, namespace, since)),
				request,
			);
		};
		const rooms = answer.rooms.map(async (room) => {
			if (room.isLimited && since !== undefined && (request.isThorough || this.hasNew(room))) {
				await this.relayGap(homeserver, ghostId, room, since, relay);
			}
			if (room.isLimited && since === undefined) {
				const from = Date.now() - FIRST_REACHES_BACK_MS;
				const events = await homeserver.events.eventsSince(ghostId, room.roomId, from);
				await this.relay(
					events.filter((event) => isLive(event, namespace, since)),
					request,
				);
			}
			await relay(room.events);
		});
		await Promise.all([...rooms, this.relay(admit(answer.invitations, dropped), request)]);
		const hadEvents = answer.rooms.length > 0 || answer.invitations.length > 0;
		if (answer.nextBatch !== undefined) {
			await ghosts.advance(ghostId, since, answer.nextBatch, hadEvents);
		}
		return hadEvents;
	}

	/** Relays the events between the last answer and the first event of this one, page by page. */
	private async relayGap(
		homeserver: Homeserver,
		ghostId: UserId,
		{ roomId, prevBatch }: SyncedRoom,
		since: string,
		relay: (raw: readonly unknown[]) => Promise<void>,
	): Promise<void> {
		let from: string | undefined = since;
		for (let read = 0; from !== undefined;) {
			if (read >= MAX_GAP_EVENTS) {
				this.parts.dropped.add('gap too long');
				this.parts.log.error(
					'a room has more events than are read after an outage; the rest is missing',
					{
						roomId,
						read,
					},
				);
				return;
			}
			const { events, next } = await homeserver.events.pageAfter(ghostId, roomId, from, prevBatch);
			await relay(events);
			read += events.length;
			from = next;
		}
	}

	private async relay(events: readonly RoomEvent[], { onMissed }: PullRequest): Promise<void> {
		const missed = events.filter(({ eventId }) => !this.parts.transactions.isDone(eventId));
		missed.forEach((event) => onMissed?.(event));
		await this.parts.transactions.relayPulled(missed);
	}

	private hasNew({ events }: SyncedRoom): boolean {
		return events.some(({ event_id }) => !this.parts.transactions.isDone(String(event_id)));
	}
}

/**
 * Leaves out invitations of ghosts in the timeline of a room, which are answered or come as invitations of that ghost; and,
 * in the first answer for a ghost, old events.
 */
function isLive(
	{ type, stateKey, content, at }: RoomEvent,
	namespace: Namespace,
	since: string | undefined,
): boolean {
	const invited = parseUserId(stateKey);
	const isInvitation = type === 'm.room.member' && content.membership === 'invite';
	const isYoung = since !== undefined || Date.now() - at < FIRST_REACHES_BACK_MS;
	return isYoung && !(isInvitation && invited !== undefined && isOwnMatrixUser(invited, namespace));
}

/** @returns whether the event says that the ghost has left the room, or was removed or banned */
function isDepartureOf(ghostId: UserId, { type, stateKey, content }: RoomEvent): boolean {
	const hasLeft = content.membership === 'leave' || content.membership === 'ban';
	return type === 'm.room.member' && stateKey === ghostId && hasLeft;
}
