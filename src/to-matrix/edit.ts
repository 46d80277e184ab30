import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomId } from '../matrix/ids';
import type { RocketChatMessage } from '../rocketchat/entities';
import type { RocketChatMessageId } from '../rocketchat/ids';
import type { MessageLink } from '../store/store';
import type { SenderNotice } from './message';
import { convertMessage, hasFiles } from './message-content';
import { resolveUnconfirmedPart, rewriteParts, sendParts } from './parts';

/** Milliseconds for which the event of a new message may still be under way: the platform raises events in no order. */
const NEW_MESSAGE_MAY_COME_MS = 60_000;

/**
 * Sends an edit to Matrix as the ghost of the message's sender, also if another user edited it: Matrix lets only the
 * sender edit. An edit that comes after a later edit or after the deletion changes nothing.
 * @throws FederationError `edit-of-others` if an external user wrote the message, `message-not-there` if it is not on
 * Matrix
 */
export async function sendEdit(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
): Promise<SenderNotice[]> {
	const { store, people, deletedMessages } = bridge;
	if (people.isMadeByApp(message.sender)) {
		throw new FederationError('edit-of-others');
	}
	const editedAt = (message.editedAt ?? new Date()).getTime();
	const [firstPart] = await store.messages.allByRocketChatId(message.id);
	if (deletedMessages.has(message.id) || editedAt < (firstPart?.editedAt ?? 0)) {
		return [];
	}
	if (!firstPart && !mayBeUnderWay(message, editedAt) && !mayGetItsFirstPart(bridge, message)) {
		throw new FederationError('message-not-there');
	}
	const linkedRoomId = firstPart?.roomId ?? roomId;
	const outgoing = await convertMessage(bridge, message, linkedRoomId);
	if (firstPart || mayGetItsFirstPart(bridge, message)) {
		await resolveUnconfirmedPart(bridge, message, outgoing);
	} else {
		// The new message is still under way: it is sent now, with its own transaction ids. When its event comes, its
		// links exist and it is not sent again. If another instance has sent it, this learns its event ids.
		await sendParts(bridge, message, linkedRoomId, outgoing);
	}
	await rewriteParts(bridge, message, linkedRoomId, outgoing, editedAt);
	await rememberEditTime(bridge, message.id, editedAt);
	return outgoing.refusal ? [outgoing.refusal] : [];
}

function mayBeUnderWay({ createdAt = new Date(0) }: RocketChatMessage, editedAt: number): boolean {
	return editedAt - createdAt.getTime() <= NEW_MESSAGE_MAY_COME_MS;
}

/** A message without links may get its first part now if it had files and no text, or if its sending is unconfirmed. */
function mayGetItsFirstPart({ unconfirmedParts }: ConfiguredBridge, message: RocketChatMessage): boolean {
	return unconfirmedParts.find(message.id) !== undefined || hasFiles(message);
}

/** Stores the time of the edit on the first part, so that an earlier edit that comes later is recognised. */
async function rememberEditTime(
	{ store }: ConfiguredBridge,
	messageId: RocketChatMessageId,
	editedAt: number,
): Promise<void> {
	const [first]: (MessageLink | undefined)[] = await store.messages.allByRocketChatId(messageId);
	if (first) {
		await store.messages.change({ ...first, editedAt });
	}
}
