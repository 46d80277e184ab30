import { quoteLink } from '../../convert/quote';
import { isJsonObject, type JsonObject } from '../../convert/json';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { workspaceTexts } from '../../i18n';
import type { RoomEvent } from '../../matrix/events';
import { parseEventId, type EventId } from '../../matrix/ids';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import type { RoomLink } from '../../store/store';
import type { EventHandler } from '../event-handler';
import { postLine } from '../lines';

/** Messages that one event pins, or unpins, which are looked at; the others are not carried. */
const MAX_CHANGES = 10;

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

async function follow(bridge: ConfiguredBridge, event: RoomEvent, { pinned, before }: Pins): Promise<void> {
	const { store } = bridge;
	const { roomId } = event;
	const link = await store.rooms.byMatrixId(roomId);
	const agreed = (await store.agreements.of(roomId)).pinned ?? before;
	const added = await messagesOf(bridge, pinned, agreed);
	const removed = await messagesOf(bridge, agreed, pinned);
	if (link) {
		await say(bridge, event, link, added.length > 0 ? added : removed, added.length > 0);
	}
	await change(bridge, added, true);
	await change(bridge, removed, false);
	await store.agreements.change(roomId, { pinned });
}

/** @returns the messages here of those events that are in one list only; none for one that was never shown here */
async function messagesOf(
	{ store }: ConfiguredBridge,
	ids: readonly EventId[],
	without: readonly EventId[],
): Promise<RocketChatMessageId[]> {
	const found: RocketChatMessageId[] = [];
	for (const id of ids.filter((candidate) => !without.includes(candidate)).slice(-MAX_CHANGES)) {
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

async function change(
	{ restRooms, log }: ConfiguredBridge,
	messageIds: readonly RocketChatMessageId[],
	isPinned: boolean,
): Promise<void> {
	for (const messageId of (await restRooms.isAvailable()) ? messageIds : []) {
		await restRooms.setPinned(messageId, isPinned).catch((error: unknown) => {
			log.failure('a pin does not follow Matrix', failureOf(error), { messageId });
		});
	}
}
