import { UserType } from '@rocket.chat/apps-engine/definition/users';
import { FederationError } from '../../errors';
import { failureOf } from '../../failure';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { EventId, RoomId } from '../../matrix/ids';
import { parseMessageRelation } from '../../matrix/relation';
import { ensureGhost, ghostOfSender } from '../../people/ghost';
import {
	hasSender,
	type RocketChatMessage,
	type RocketChatUser,
	type StoredMessage,
} from '../../rocketchat/entities';
import type { MessageLink } from '../../store/store';
import { sendMessage } from './message';
import { convertMessage, isFile } from './message-content';
import { resolveUnconfirmedPart } from './parts';
import { rewriteParts } from './rewrite-parts';
import type { SenderNotice } from '../sender-notice';

/** Milliseconds for which the event of a new message may still be under way: the platform raises events in no order. */
const NEW_MESSAGE_MAY_COME_MS = 60_000;

/**
 * Sends an edit to Matrix as the ghost of the message's sender, also if another user edited it: Matrix lets only the
 * sender edit. An edit that comes after a later edit or after the deletion changes nothing.
 * @throws FederationError `edit-of-others` if an external user wrote the message, or its sender is unknown, `message-not-there` if
 * it is not on Matrix
 */
export async function sendEdit(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	roomId: RoomId,
): Promise<SenderNotice[]> {
	const { store, deletedMessages } = bridge;
	if (!hasSender(message) || !(await isWrittenHere(bridge, message.sender))) {
		throw new FederationError('edit-of-others');
	}
	const editedAt = (message.editedAt ?? new Date()).getTime();
	const [firstPart] = await store.messages.allByRocketChatId(message.id);
	const isShown = firstPart?.editedAt !== undefined && editedAt <= firstPart.editedAt;
	if (deletedMessages.has(message.id) || isShown) {
		return [];
	}
	if (!firstPart && (await mayStillBeSent(bridge, message, editedAt))) {
		// The new message is still under way: it is sent now. When its event comes, its links exist and it is not sent again.
		// Another instance may have sent its first text in the same transaction; then the edit is sent as well.
		const notices = await sendMessage(bridge, message, roomId);
		const outgoing = await convertMessage(bridge, message, roomId);
		await rewriteParts(bridge, message, roomId, { outgoing, editedAt, mayShowText: true });
		return notices;
	}
	const linkedRoomId = firstPart?.roomId ?? roomId;
	const answeredBefore = firstPart && (() => eventAnsweredBy(bridge, message, firstPart));
	const outgoing = await convertMessage(bridge, message, linkedRoomId, answeredBefore);
	if (!firstPart && !outgoing.parts.some(isFile)) {
		throw new FederationError('message-not-there'); // one with files may have been given up, and is sent now
	}
	await resolveUnconfirmedPart(bridge, message, outgoing);
	const notices = await rewriteParts(bridge, message, linkedRoomId, {
		outgoing,
		editedAt,
		mayShowText: false,
	});
	return outgoing.refusal ? [outgoing.refusal, ...notices] : notices;
}

/** @returns what the message is a reply to on Matrix; undefined if it is none, or if it cannot be read: then its quotes become text */
async function eventAnsweredBy(
	bridge: ConfiguredBridge,
	{ sender }: RocketChatMessage,
	{ roomId, matrixId }: MessageLink,
): Promise<EventId | undefined> {
	const { homeserver, log } = bridge;
	try {
		const event = await homeserver.events.read(await ensureGhost(bridge, sender), roomId, matrixId);
		const relation = event && parseMessageRelation(event.content);
		return relation?.kind === 'reply' || (relation?.kind === 'thread' && !relation.isFallback)
			? relation.repliedTo
			: undefined;
	} catch (error) {
		log.failure('an event could not be read before its edit', failureOf(error), { eventId: matrixId });
		return undefined;
	}
}

/** Whether a local user wrote the message. Of a deleted account only a ghost that it had tells. */
async function isWrittenHere(bridge: ConfiguredBridge, sender: RocketChatUser): Promise<boolean> {
	return sender.type === UserType.UNKNOWN
		? (await ghostOfSender(bridge, sender)) !== undefined
		: !bridge.people.isMadeByApp(sender);
}

/** A message without links is still under way if it is new or waits for the homeserver. */
async function mayStillBeSent(
	{ store, unconfirmedParts, settledMessages }: ConfiguredBridge,
	message: RocketChatMessage,
	editedAt: number,
): Promise<boolean> {
	const { id, room, createdAt = new Date(0) } = message;
	if (unconfirmedParts.find(id)) {
		return true;
	}
	const checkedTo = (await store.progress.of(room.id))?.checkedTo ?? Infinity;
	const isNew = editedAt - createdAt.getTime() <= NEW_MESSAGE_MAY_COME_MS;
	return !settledMessages.has(id) && (isNew || createdAt.getTime() >= checkedTo);
}
