import type { ConfiguredBridge } from '../../configured-bridge';
import { fieldIn } from '../../convert/json';
import type { RoomEvent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { relayEvents } from './earlier-messages';

/** Events that are read: the messages among them, their edits, reactions and redactions. */
const MAX_EVENTS = 300;

/** Milliseconds between a join and its note. */
const NOTED_WITHIN_MS = 60_000;

/** Types of events that are messages of their own. */
const messageTypes: readonly string[] = ['m.room.message', 'm.sticker'];

/**
 * Relays the last messages that were written in a room before it was joined, as far as the visibility of its history allows, and
 * everything that was written since. Client-Server API, "Room history visibility".
 * @param ghostId a ghost in the room, whose view of the history is read
 * @param joinedAt when it joined, milliseconds since 1970
 * @param count how many messages from before are relayed; as many as the setting says unless given
 * @throws FederationError `workspace-failing`; what is relayed by then is not relayed again
 */
export async function relayHistory(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
	joinedAt: number,
	count = bridge.configuration.historyMessages,
): Promise<void> {
	const events = await bridge.homeserver.events.latest(ghostId, roomId, MAX_EVENTS);
	await relayEvents(bridge, roomId, withHistory(events, count, joinTime(events, ghostId, joinedAt)));
	// The homeserver pushes what was written shortly before the join as well. State, such as invitations, is only pushed.
	for (const { eventId } of events.filter(({ stateKey }) => stateKey === undefined)) {
		bridge.eventsOfHistory.add(eventId);
	}
}

/**
 * Finds the time of a join by the homeserver's clock, as the messages have it: people may write before the app notes the time.
 * @param events of a room, oldest first
 * @param joinedAt the time that the app has noted, milliseconds since 1970
 * @returns the time of the join event, unless it was an earlier join
 */
export function joinTime(events: readonly RoomEvent[], ghostId: UserId, joinedAt: number): number {
	const join = events.findLast(
		({ type, stateKey, content, unsigned }) =>
			type === 'm.room.member' &&
			stateKey === ghostId &&
			content.membership === 'join' &&
			fieldIn(unsigned, 'prev_content', 'membership') !== 'join',
	);
	const isThisJoin = join !== undefined && joinedAt - join.at < NOTED_WITHIN_MS;
	return isThisJoin ? Math.min(join.at, joinedAt) : joinedAt;
}

/**
 * @param events of a room, oldest first
 * @param count how many messages from before the join are shown
 * @returns those that are shown, the older ones as history
 */
export function withHistory(events: readonly RoomEvent[], count: number, joinedAt: number): RoomEvent[] {
	const isMessage = ({ type, content }: RoomEvent) =>
		messageTypes.includes(type) && Object.keys(content).length > 0 && !isEdit(content);
	const older = events.filter(({ at }) => at < joinedAt);
	const newer = events.filter(({ at }) => at >= joinedAt);
	const messages = older.filter(isMessage);
	const first = count > 0 ? messages[Math.max(0, messages.length - count)] : undefined;
	const shown = first ? older.slice(older.indexOf(first)) : [];
	return [...shown.map((event) => ({ ...event, isHistory: true as const })), ...newer];
}

function isEdit(content: RoomEvent['content']): boolean {
	return 'm.new_content' in content;
}
