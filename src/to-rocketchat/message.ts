import { rocketChatTextOf } from '../convert/message';
import { messageIdOf } from '../convert/message-id';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import { translate } from '../i18n';
import type { RoomEvent } from '../matrix/events';
import { localpartOf } from '../matrix/ids';
import { isOurs } from '../matrix/namespace';
import { ensureGhost } from './ghost';

/**
 * `m.room.encrypted`: says that something was written which cannot be read here. Client-Server API,
 * "m.room.encrypted".
 */
export async function postUnreadable(federation: Federation, event: RoomEvent): Promise<void> {
	await postMessage(federation, {
		...event,
		content: { msgtype: 'm.notice', body: translate('message_encrypted') },
	});
}

/** `m.room.message`: posts it as the sender's ghost. Client-Server API, "Instant Messaging". */
export async function postMessage(federation: Federation, event: RoomEvent): Promise<void> {
	const { store, messages, configuration } = federation;
	if (isOurs(event.sender, configuration)) {
		return; // the echo of what we sent
	}
	const room = await store.rooms.byMatrixId(event.roomId);
	if (!room) {
		return; // a room we do not carry over
	}
	const text = rocketChatTextOf(event.content, localpartOf(event.sender));
	if (text === undefined || (await store.messages.byMatrixId(event.eventId))) {
		return;
	}
	const senderId = await ensureGhost(federation, event.sender);
	const messageId = await messages
		.post({
			roomId: room.rocketChatId,
			senderId,
			text,
			origin: { messageId: messageIdOf(event.eventId), eventId: event.eventId, sender: event.sender },
		})
		.catch((error: unknown) => {
			throw new FederationError('message-refused', {}, { cause: error });
		});
	await store.messages.add({
		matrixId: event.eventId,
		rocketChatId: messageId,
		roomId: event.roomId,
		part: 0,
	});
}
