import { asEdit } from '../convert/relation';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import type { OutgoingEvent } from '../matrix/events';
import type { RoomId } from '../matrix/ids';
import { carriedMessage } from './message-content';
import { sendMessage, sendParts, sendSurely, type Remark, type StoredMessage } from './message';
import { ensurePuppet } from '../people/puppet';

/** Milliseconds for which a message may still be on its way: the events of the platform come unordered. */
const ON_ITS_WAY_MS = 60_000;

/**
 * Carries an edit to Matrix, as the one who wrote the message: nobody else can edit it there.
 * @throws FederationError `edit-of-others`, `message-not-there`
 */
export async function sendEdit(
	federation: Federation,
	message: StoredMessage,
	roomId: RoomId,
): Promise<Remark[]> {
	const { store, people, homeserver } = federation;
	if (people.isOurs(message.sender)) {
		throw new FederationError('edit-of-others');
	}
	const links = await store.messages.allByRocketChatId(message.id);
	const editedAt = (message.editedAt ?? new Date()).getTime();
	if (links.length === 0) {
		if (editedAt - (message.createdAt ?? new Date(0)).getTime() > ON_ITS_WAY_MS) {
			throw new FederationError('message-not-there');
		}
		// The message itself comes later, as the same transaction, and is then sent no second time.
		return sendMessage(federation, message, roomId);
	}
	const carried = await carriedMessage(federation, message, roomId);
	const puppetId = await ensurePuppet(federation, message.sender);
	const transactionId = (part: number) => `${message.id}.${part}.${editedAt}`;
	const present: number[] = [];
	for (const link of links) {
		const text = carried.parts[link.part];
		if (text) {
			const event: OutgoingEvent = { type: 'm.room.message', content: asEdit(text, link.matrixId) };
			const sent = { transactionId: transactionId(link.part), event, at: editedAt };
			await sendSurely(federation, puppetId, roomId, sent);
			present.push(link.part);
		} else if (carried.parts.length > 0) {
			await homeserver.redact(puppetId, roomId, link.matrixId, transactionId(link.part));
			await store.messages.drop(link);
		}
	}
	await sendParts(federation, message, roomId, carried, transactionId, present);
	return carried.refusal ? [carried.refusal] : [];
}
