import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatMessage } from '../../rocketchat/entities';
import type { MessageLink } from '../../store/store';
import { convertMessage } from './message-content';
import { sendParts } from './parts';
import { arrangedAs, rewriteParts } from './rewrite-parts';
import type { SenderNotice } from '../sender-notice';
import { isFromBefore, isInDoubt, SentEvents } from '../recovery/sent-events';
import { settle } from '../recovery/settlement';

/** Milliseconds for which memory has certainly all that this instance has done with a message. */
const IN_MEMORY_MS = 60_000;

/**
 * Sends a message to Matrix that is not there yet, or of which only the first parts are there. Idempotent: a part that the
 * homeserver has already is not sent a second time.
 * @param message as it is now
 * @param sentEvents what the room has, if several messages are sent
 * @returns notices about what was not sent
 * @throws FederationError or HomeserverError if the text was not sent, or a file that may be sent later
 */
export async function sendMessage(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
	sentEvents = new SentEvents(bridge, roomId, (message.createdAt ?? new Date()).getTime()),
): Promise<SenderNotice[]> {
	const converted = await convertMessage(bridge, message, roomId);
	const unconfirmed = bridge.unconfirmedParts.find(message.id);
	const isKnown =
		isInDoubt(bridge, message) &&
		(await sentEvents.link(message, await ensureGhost(bridge, message.sender), converted.parts));
	const links = await linkedParts(bridge, message);
	const present = new Set(links.map(({ part }) => part));
	const outgoing = arrangedAs(converted, links[0]);
	const notices = await sendParts(bridge, message, roomId, {
		outgoing,
		parts: [...outgoing.parts.keys()].filter((part) => !present.has(part)),
		transactionId: (part) =>
			part === unconfirmed?.part ? unconfirmed.transactionId : `${message.id}.${part}`,
	});
	if (message.editedAt && (isKnown || unconfirmed)) {
		const editedAt = new Date(message.editedAt).getTime();
		await rewriteParts(bridge, message, roomId, { outgoing, editedAt, mayShowText: true });
	}
	if (outgoing.parts.length === 0) {
		await settle(bridge, message);
	}
	return outgoing.refusal ? [outgoing.refusal, ...notices] : notices;
}

/** @returns the links of the message; costs no call for a new message */
async function linkedParts(bridge: ConfiguredBridge, message: RocketChatMessage): Promise<MessageLink[]> {
	const { messages } = bridge.store;
	const isInMemory = isHandledHere(bridge, message) && !messages.remembers(message.id);
	return isInMemory ? [] : messages.allByRocketChatId(message.id);
}

/**
 * Tells whether a new message needs not be sent any more. The platform raises its events in no order, so an edit or a
 * deletion may have come first. What this instance has done is in memory. Otherwise the store and the host are asked, at the cost
 * of two calls.
 */
export async function isOutdated(bridge: ConfiguredBridge, message: RocketChatMessage): Promise<boolean> {
	const { deletedMessages, settledMessages, messages, store } = bridge;
	const { id } = message;
	if (deletedMessages.has(id) || settledMessages.has(id) || store.messages.remembers(id)) {
		return true;
	}
	if (isHandledHere(bridge, message)) {
		return false;
	}
	return (await store.messages.byRocketChatId(id)) !== undefined || !(await messages.byId(id));
}

/**
 * Tells whether nobody but this process can have done anything with the message, and memory still has it. A time in the future
 * says that the clock was set back, so the message may be old.
 */
function isHandledHere(
	bridge: ConfiguredBridge,
	{ createdAt = new Date() }: Pick<RocketChatMessage, 'createdAt'>,
): boolean {
	const isNew = Math.abs(Date.now() - createdAt.getTime()) < IN_MEMORY_MS;
	return isNew && bridge.instances.isAlone && !isFromBefore(bridge, { createdAt });
}
