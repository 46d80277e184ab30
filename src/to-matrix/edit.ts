import { asEdit, withRelation } from '../convert/relation';
import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import type { MessageLink } from '../store/store';
import { retryOnTimeout } from './attempts';
import { resolveUnconfirmedPart } from './message-part';
import { hasFiles, sendParts, type SenderNotice, type StoredMessage } from './message';
import { convertMessage, type OutgoingMessage } from './message-content';
import { redactWithEdits } from './redaction';

/** Milliseconds for which a message may still be on its way: the events of the platform come unordered. */
const ON_ITS_WAY_MS = 60_000;

/**
 * Carries an edit to Matrix, whoever did it, as the one who wrote the message: nobody else can edit it there. One that
 * comes after a later one, or after the deletion, changes nothing.
 * @throws FederationError `edit-of-others` where somebody on Matrix wrote the message, `message-not-there`
 */
export async function sendEdit(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	roomId: RoomId,
): Promise<SenderNotice[]> {
	const { store, people, deletedMessages } = bridge;
	if (people.isMadeByApp(message.sender)) {
		throw new FederationError('edit-of-others');
	}
	const editedAt = (message.editedAt ?? new Date()).getTime();
	const [known] = await store.messages.allByRocketChatId(message.id);
	if (deletedMessages.has(message.id) || editedAt < (known?.editedAt ?? 0)) {
		return [];
	}
	const wayIsOver = editedAt - (message.createdAt ?? new Date(0)).getTime() > ON_ITS_WAY_MS;
	if (!known && wayIsOver && !mayGetFirstPart(bridge, message)) {
		throw new FederationError('message-not-there');
	}
	const place = known?.roomId ?? roomId;
	const carried = await convertMessage(bridge, message, place);
	await (known || mayGetFirstPart(bridge, message)
		? resolveUnconfirmedPart(
				bridge,
				message,
				carried.parts.map((text, part) => withRelation(text, carried.related, part)),
			)
		: // The message itself comes later and is then sent no second time; if it is there, this learns its event.
			sendParts(bridge, message, place, carried));
	await rewrite(bridge, message, place, carried, editedAt);
	return carried.refusal ? [carried.refusal] : [];
}

/** Whether a message without links may get text: it has files and had none, or nobody knows whether it is there. */
function mayGetFirstPart({ unconfirmedParts }: ConfiguredBridge, message: StoredMessage): boolean {
	return unconfirmedParts.find(message.id) !== undefined || hasFiles(message);
}

/** Replaces the parts there are, takes back what is too many, adds what is missing. */
async function rewrite(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	roomId: RoomId,
	carried: OutgoingMessage,
	editedAt: number,
): Promise<void> {
	const { store, homeserver } = bridge;
	const ghostId = await ensureGhost(bridge, message.sender);
	const transactionId = (part: number) => `${message.id}.${part}.${editedAt}`;
	const present: number[] = [];
	for (const link of await store.messages.allByRocketChatId(message.id)) {
		const text = carried.parts[link.part];
		if (text) {
			const event = { type: 'm.room.message', content: asEdit(text, link.matrixId) } as const;
			await retryOnTimeout(() =>
				homeserver.send(ghostId, link.roomId, transactionId(link.part), event, editedAt),
			);
			present.push(link.part);
		} else {
			await redactWithEdits(bridge, [ghostId], link, transactionId(link.part));
			await store.messages.drop(link);
		}
	}
	await sendParts(bridge, message, roomId, carried, transactionId, present);
	await remember(bridge, message.id, editedAt);
}

/** Keeps on the first part when the message was edited, by which a late edit is known. */
async function remember({ store }: ConfiguredBridge, messageId: string, editedAt: number): Promise<void> {
	const [first]: (MessageLink | undefined)[] = await store.messages.allByRocketChatId(messageId);
	if (first) {
		await store.messages.change({ ...first, editedAt });
	}
}
