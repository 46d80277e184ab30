import type { Federation } from '../federation';
import type { MessageContent } from '../matrix/events';
import { HomeserverError } from '../matrix/homeserver-error';
import type { RoomId, UserId } from '../matrix/ids';
import { surely } from './attempts';
import type { StoredMessage } from './message';

/** Milliseconds for which a homeserver surely knows a transaction again; Synapse forgets it after half an hour. */
const KNOWN_AGAIN_MS = 1_200_000;

/** Stands for what is no longer said. */
const nothing: MessageContent = { msgtype: 'm.notice', body: '…', 'm.mentions': {} };

/** A part of a message as it is sent. */
export interface Part {
	readonly part: number;
	readonly puppetId: UserId;
	readonly roomId: RoomId;
	readonly transactionId: string;
	readonly content: MessageContent;
}

/**
 * Sends a part of a message and links it. Without an answer it is remembered that it may be on Matrix: without its link
 * an edit or a deletion would pass it by.
 */
export async function sendPart(
	{ homeserver, store, unconfirmed }: Federation,
	message: StoredMessage,
	{ part, puppetId, roomId, transactionId, content }: Part,
): Promise<void> {
	const at = (message.createdAt ?? new Date()).getTime();
	const event = { type: 'm.room.message', content } as const;
	const matrixId = await surely(() => homeserver.send(puppetId, roomId, transactionId, event, at)).catch(
		(error: unknown) => {
			if (mayHaveArrived(error)) {
				const sentAt = unconfirmed.of(message.id)?.sentAt ?? Date.now();
				unconfirmed.add(message.id, { part, puppetId, roomId, transactionId, sentAt, error });
			}
			throw error;
		},
	);
	await store.messages.add({ matrixId, rocketChatId: message.id, roomId, part });
}

/**
 * Learns the event of the part that was never confirmed, by the same transaction once more, and links it. What had not
 * got to Matrix does so now, with what is said by now.
 * @param contents of the message's parts as they are now; none where it is deleted
 * @throws HomeserverError where no answer comes again, or the homeserver may have forgotten the transaction
 */
export async function confirm(
	federation: Federation,
	message: StoredMessage,
	contents: readonly MessageContent[],
): Promise<void> {
	const { unconfirmed } = federation;
	const sent = unconfirmed.of(message.id);
	if (!sent) {
		return;
	}
	if (Date.now() - sent.sentAt > KNOWN_AGAIN_MS) {
		throw sent.error;
	}
	await sendPart(federation, message, { ...sent, content: contents[sent.part] ?? nothing });
	unconfirmed.forget(message.id);
}

function mayHaveArrived(error: unknown): error is HomeserverError {
	return error instanceof HomeserverError && error.isOutage && error.errcode !== 'UNREACHABLE';
}
