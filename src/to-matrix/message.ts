import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { related } from '../convert/relation';
import type { FederationError } from '../errors';
import type { Federation } from '../federation';
import type { OutgoingEvent } from '../matrix/events';
import { isErrcode } from '../matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../matrix/ids';
import { carriedMessage, type Carried } from './message-content';
import { ensurePuppet } from '../people/puppet';

/** A message that Rocket.Chat has given an id. */
export type StoredMessage = IMessage & { readonly id: string };

/** What its writer is told of what of a message did not go to Matrix. */
export type Remark = Pick<FederationError, 'text'> & Partial<Pick<FederationError, 'parameters'>>;

/**
 * Carries a new message to Matrix.
 * @returns what of it did not get there; files are not carried yet
 * @throws FederationError or HomeserverError where its text did not get there
 */
export async function sendMessage(
	federation: Federation,
	message: StoredMessage,
	roomId: RoomId,
): Promise<Remark[]> {
	const carried = await carriedMessage(federation, message, roomId);
	await sendParts(federation, message, roomId, carried);
	const files: Remark | undefined = hasFiles(message)
		? { text: carried.parts.length > 0 ? 'message_text_only' : 'message_nothing_sent' }
		: undefined;
	return [carried.refusal, files].filter((remark) => remark !== undefined);
}

/**
 * Sends the parts of a message that are not there yet, and links them.
 * @param transactionId of a part
 * @param present numbers of the parts that are there
 */
export async function sendParts(
	federation: Federation,
	message: StoredMessage,
	roomId: RoomId,
	{ parts, related: relation }: Carried,
	transactionId = (part: number) => `${message.id}.${part}`,
	present: readonly number[] = [],
): Promise<void> {
	for (const [part, text] of parts.entries()) {
		if (present.includes(part)) {
			continue;
		}
		const puppetId = await ensurePuppet(federation, message.sender);
		const eventId = await sendSurely(federation, puppetId, roomId, {
			transactionId: transactionId(part),
			event: { type: 'm.room.message', content: related(text, relation, part) },
			at: (message.createdAt ?? new Date()).getTime(),
		});
		await federation.store.messages.add({ matrixId: eventId, rocketChatId: message.id, roomId, part });
	}
}

/** Sends an event; no answer says nothing about it, but the same transaction once more tells and sends nothing twice. */
export async function sendSurely(
	{ homeserver }: Federation,
	puppetId: UserId,
	roomId: RoomId,
	{ transactionId, event, at }: { transactionId: string; event: OutgoingEvent; at: number },
): Promise<EventId> {
	const send = () => homeserver.send(puppetId, roomId, transactionId, event, at);
	return send().catch((error: unknown) => {
		if (isErrcode(error, 'TIMED_OUT')) {
			return send();
		}
		throw error;
	});
}

/** Whether there is more than quotes, which are told apart by the link to what they quote. */
function hasFiles({ attachments = [] }: IMessage): boolean {
	return attachments.some(({ timestampLink }) => !timestampLink);
}
