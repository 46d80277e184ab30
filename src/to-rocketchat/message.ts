import { quoteLink } from '../convert/quote';
import type { ConfiguredBridge } from '../configured-bridge';
import { translate } from '../i18n';
import { objectIn, type RoomEvent } from '../matrix/events';
import { parseEventId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { replaceMessage } from './edit';
import { partsOf, postParts, type MessagePlace } from './parts';
import { rocketChatText } from './text';

/**
 * `m.room.encrypted`: says that something was written which cannot be read here. Client-Server API,
 * "m.room.encrypted".
 */
export async function postUnreadable(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const { 'm.relates_to': relation } = event.content;
	if (objectIn(relation).rel_type === 'm.replace') {
		return; // it was said already that there is something
	}
	const body = translate('message_encrypted', {}, bridge.workspace.language);
	await postMessage(bridge, {
		...event,
		content: { msgtype: 'm.notice', body, ...(relation !== undefined && { 'm.relates_to': relation }) },
	});
}

/**
 * `m.room.message` and `m.sticker`: posts it as the sender's bot user, an answer as a quote, what is too long as several
 * messages. Client-Server API, "Instant Messaging".
 */
export async function postMessage(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const { store, configuration } = bridge;
	if (isOwnMatrixUser(event.sender, configuration)) {
		return; // the echo of what we sent
	}
	const room = await store.rooms.byMatrixId(event.roomId);
	if (!room) {
		return; // a room we do not carry over
	}
	const relation = objectIn(event.content['m.relates_to']);
	if (relation.rel_type === 'm.replace') {
		return replaceMessage(bridge, event, parseEventId(relation.event_id));
	}
	const links = await store.messages.allByMatrixId(event.eventId);
	const text = await rocketChatText(bridge, event.content, event.sender);
	if (text === undefined) {
		return;
	}
	const { quote, place } = await placeOf(bridge, event, room.rocketChatId);
	// What was broken off goes on where it stopped.
	await postParts(bridge, event, partsOf(bridge, text, quote), place, links.length);
}

/**
 * Where a message goes: into the thread it stands in, with a quote of what it answers, as far as both are in its own
 * room: nobody writes into another room by naming one of its messages. In a thread most answers are there for clients
 * that know no threads; where the thread is unknown, or the workspace has none, they tell at least what is meant.
 * Client-Server API, "Rich replies" and "Threading".
 */
export async function placeOf(
	{ store, workspace }: ConfiguredBridge,
	{ roomId, content }: RoomEvent,
	rocketChatRoomId: string,
): Promise<{ quote: string; place: MessagePlace }> {
	const relation = objectIn(content['m.relates_to']);
	const linked = async (id: unknown) => {
		const eventId = parseEventId(id);
		const link = eventId && (await store.messages.byMatrixId(eventId));
		return link?.roomId === roomId ? link : undefined;
	};
	const isInThread = workspace.threads && relation.rel_type === 'm.thread';
	const root = isInThread ? await linked(relation.event_id) : undefined;
	const isFallback = root !== undefined && relation.is_falling_back === true;
	const answered = isFallback ? undefined : await linked(objectIn(relation['m.in_reply_to']).event_id);
	return {
		quote: answered ? quoteLink(workspace.siteUrl, rocketChatRoomId, answered.rocketChatId) : '',
		place: { rocketChatRoomId, threadId: root?.rocketChatId },
	};
}
