import { quoteLink } from '../../convert/quote';
import { isJsonObject, type JsonObject } from '../../convert/json';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { workspaceTexts } from '../../i18n';
import type { RoomEvent } from '../../matrix/events';
import { parseEventId, type EventId } from '../../matrix/ids';
import { ghostsIn, readAsFirst } from '../../people/members/reader';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import type { RoomLink } from '../../store/store';
import type { EventHandler } from '../event-handler';
import { postLine } from '../lines';

/** Messages that one event pins, or unpins, which are looked at; the others are not carried. */
const MAX_CHANGES = 10;

/** Milliseconds for which a pin is tried again while the workspace's REST API is away. */
const RETRIED_FOR_MS = 600_000;

/** The pinned messages of a room. */
interface Pins {
	readonly pinned: readonly EventId[];
	/** What was pinned before, if the event says so. */
	readonly before: readonly EventId[];
}

/**
 * `m.room.pinned_events`: pins and unpins messages as they are on Matrix, with the token for Rocket.Chat's REST API. A line of
 * whoever did it quotes each message; without the token the line is all. Client-Server API, "m.room.pinned_events".
 */
export const pins: EventHandler<Pins> = {
	types: ['m.room.pinned_events'],
	stateKey: 'empty',
	parse: ({ content, unsigned }) => ({
		pinned: pinnedIn(content),
		before: pinnedIn(unsigned.prev_content),
	}),
	async handle(bridge, event, pinned) {
		await bridge.queues.run(`pins ${event.roomId}`, 0, () => follow(bridge, event, pinned));
	},
};

/** @returns the events that a content pins; none if it is malformed */
export function pinnedIn(content: unknown): EventId[] {
	const { pinned }: JsonObject = isJsonObject(content) ? content : {};
	return (Array.isArray(pinned) ? pinned : []).flatMap((id) => parseEventId(id) ?? []);
}

/**
 * Carries what the event changed, without what is not so on Matrix any more: if somebody here pins at the same time, their change may
 * be on Matrix before this event is here.
 */
async function follow(bridge: ConfiguredBridge, event: RoomEvent, { pinned, before }: Pins): Promise<void> {
	const { store } = bridge;
	const { roomId } = event;
	const link = await store.rooms.byMatrixId(roomId);
	if (!link) {
		return;
	}
	const present = (await presentPins(bridge, link)) ?? pinned;
	const agreed = (await store.agreements.of(roomId)).pinned ?? before;
	const added = pinned.filter((id) => present.includes(id) && !agreed.includes(id));
	const removed = agreed.filter((id) => !present.includes(id) && !pinned.includes(id));
	const addedHere = await messagesOf(bridge, added);
	const removedHere = await messagesOf(bridge, removed);
	await say(bridge, event, link, addedHere.length > 0 ? addedHere : removedHere, addedHere.length > 0);
	await change(bridge, event, addedHere, true);
	await change(bridge, event, removedHere, false);
	const kept = agreed.filter((id) => !removed.includes(id));
	await store.agreements.change(roomId, { pinned: [...kept, ...added] });
}

/** @returns what is pinned on Matrix by now; undefined if no ghost may read that */
async function presentPins(
	bridge: ConfiguredBridge,
	link: RoomLink,
): Promise<readonly EventId[] | undefined> {
	return readAsFirst(await ghostsIn(bridge, link), async (reader) => {
		const { rooms } = bridge.homeserver;
		const event = await rooms.stateEvent(reader, link.matrixId, 'm.room.pinned_events');
		return pinnedIn(event?.content);
	});
}

/** @returns the messages here of these events; none for one that was never shown here */
async function messagesOf(
	{ store }: ConfiguredBridge,
	ids: readonly EventId[],
): Promise<RocketChatMessageId[]> {
	const found: RocketChatMessageId[] = [];
	for (const id of ids.slice(-MAX_CHANGES)) {
		const message = await store.messages.byMatrixId(id);
		found.push(...(message ? [message.rocketChatId] : []));
	}
	return found;
}

async function say(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	link: RoomLink,
	messageIds: readonly RocketChatMessageId[],
	isPinned: boolean,
): Promise<void> {
	const { workspace } = bridge;
	if (messageIds.length > 0) {
		const quotes = messageIds.map((id) => quoteLink(workspace.siteUrl, link.rocketChatId, id));
		const text = workspaceTexts(workspace)(isPinned ? 'message_pinned' : 'message_unpinned');
		await postLine(bridge, event, link, `_${text}_`, quotes.join(''));
	}
}

/** @throws FederationError if the workspace's REST API is away, as while its server starts; the event is handled again then */
async function change(
	{ restRooms, log }: ConfiguredBridge,
	event: RoomEvent,
	messageIds: readonly RocketChatMessageId[],
	isPinned: boolean,
): Promise<void> {
	for (const messageId of (await restRooms.isAvailable()) ? messageIds : []) {
		try {
			await restRooms.setPinned(messageId, isPinned);
		} catch (error) {
			const failure = failureOf(error);
			log.failure('a pin does not follow Matrix', failure, { messageId });
			if (failure.kind.retryable && Math.abs(Date.now() - event.at) < RETRIED_FOR_MS) {
				throw failure;
			}
		}
	}
}
