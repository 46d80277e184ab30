import { quoteLink } from '../convert/quote';
import type { Federation } from '../federation';
import { translate } from '../i18n';
import { objectIn, type RoomEvent } from '../matrix/events';
import { parseEventId, type EventId } from '../matrix/ids';
import { isOurs } from '../matrix/namespace';
import { replaceMessage } from './edit';
import { partsOf, postParts } from './parts';
import { rocketChatText } from './text';

/**
 * `m.room.encrypted`: says that something was written which cannot be read here. Client-Server API,
 * "m.room.encrypted".
 */
export async function postUnreadable(federation: Federation, event: RoomEvent): Promise<void> {
	await postMessage(federation, {
		...event,
		content: {
			msgtype: 'm.notice',
			body: translate('message_encrypted', {}, federation.workspace.language),
		},
	});
}

/**
 * `m.room.message` and `m.sticker`: posts it as the sender's ghost, an answer as a quote, what is too long as several
 * messages. Client-Server API, "Instant Messaging".
 */
export async function postMessage(federation: Federation, event: RoomEvent): Promise<void> {
	const { store, configuration, workspace } = federation;
	if (isOurs(event.sender, configuration)) {
		return; // the echo of what we sent
	}
	const room = await store.rooms.byMatrixId(event.roomId);
	if (!room) {
		return; // a room we do not carry over
	}
	const relation = objectIn(event.content['m.relates_to']);
	if (relation.rel_type === 'm.replace') {
		return replaceMessage(federation, event, parseEventId(relation.event_id));
	}
	const text = await rocketChatText(federation, event.content, event.sender);
	if (text === undefined || (await store.messages.byMatrixId(event.eventId))) {
		return;
	}
	const [answered, root] = await Promise.all(
		[answeredIn(relation), threadIn(relation)].map(async (id) => id && store.messages.byMatrixId(id)),
	);
	const quote = answered ? quoteLink(workspace.siteUrl, room.rocketChatId, answered.rocketChatId) : '';
	await postParts(federation, event, partsOf(federation, text, quote), {
		rocketChatRoomId: room.rocketChatId,
		threadId: root?.rocketChatId,
	});
}

/** Client-Server API, "Rich replies"; in a thread most of them are there for clients that know no threads. */
function answeredIn(relation: Readonly<Record<string, unknown>>): EventId | undefined {
	return relation.rel_type === 'm.thread' && relation.is_falling_back === true
		? undefined
		: parseEventId(objectIn(relation['m.in_reply_to']).event_id);
}

/** Client-Server API, "Threading". */
function threadIn(relation: Readonly<Record<string, unknown>>): EventId | undefined {
	return relation.rel_type === 'm.thread' ? parseEventId(relation.event_id) : undefined;
}
