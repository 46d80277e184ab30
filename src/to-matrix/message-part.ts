import type { ConfiguredBridge } from '../configured-bridge';
import type { MessageContent } from '../matrix/events';
import { HomeserverError } from '../matrix/homeserver-error';
import type { RoomId, UserId } from '../matrix/ids';
import { retryOnTimeout } from './attempts';
import type { StoredMessage } from './message';

/** Milliseconds for which a homeserver surely knows a transaction again; Synapse forgets it after half an hour. */
const KNOWN_AGAIN_MS = 1_200_000;

/** Stands for what is no longer said. */
const nothing: MessageContent = { msgtype: 'm.notice', body: '…', 'm.mentions': {} };

/** A part of a message as it is sent. */
export interface OutgoingPart {
	readonly part: number;
	readonly ghostId: UserId;
	readonly roomId: RoomId;
	readonly transactionId: string;
	readonly content: MessageContent;
}

/**
 * Sends a part of a message and links it. Without an answer it is remembered that it may be on Matrix: without its link
 * an edit or a deletion would pass it by.
 */
export async function sendPart(
	{ homeserver, store, unconfirmedParts }: ConfiguredBridge,
	message: StoredMessage,
	{ part, ghostId, roomId, transactionId, content }: OutgoingPart,
): Promise<void> {
	const at = (message.createdAt ?? new Date()).getTime();
	const event = { type: 'm.room.message', content } as const;
	const matrixId = await retryOnTimeout(() =>
		homeserver.send(ghostId, roomId, transactionId, event, at),
	).catch((error: unknown) => {
		if (mayHaveArrived(error)) {
			const sentAt = unconfirmedParts.find(message.id)?.sentAt ?? Date.now();
			unconfirmedParts.add(message.id, { part, ghostId, roomId, transactionId, sentAt, error });
		}
		throw error;
	});
	await store.messages.add({ matrixId, rocketChatId: message.id, roomId, part });
}

/**
 * Learns the event of the part that was never confirmed, by the same transaction once more, and links it. What had not
 * got to Matrix does so now, with what is said by now.
 * @param contents of the message's parts as they are now; none where it is deleted
 * @throws HomeserverError where no answer comes again, or the homeserver may have forgotten the transaction
 */
export async function resolveUnconfirmedPart(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	contents: readonly MessageContent[],
): Promise<void> {
	const { unconfirmedParts } = bridge;
	const sent = unconfirmedParts.find(message.id);
	if (!sent) {
		return;
	}
	if (Date.now() - sent.sentAt > KNOWN_AGAIN_MS) {
		throw sent.error;
	}
	await sendPart(bridge, message, { ...sent, content: contents[sent.part] ?? nothing });
	unconfirmedParts.forget(message.id);
}

function mayHaveArrived(error: unknown): error is HomeserverError {
	return error instanceof HomeserverError && error.isOutage && error.errcode !== 'UNREACHABLE';
}
