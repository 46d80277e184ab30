import type { ConfiguredBridge } from '../configured-bridge';
import type { FederationError } from '../errors';
import type { RoomId } from '../matrix/ids';
import type { RocketChatMessage } from '../rocketchat/entities';
import { convertMessage, hasFiles } from './message-content';
import { sendParts } from './parts';

/** A text for the sender of a message about the part of it that was not sent to Matrix. */
export type SenderNotice = Pick<FederationError, 'text'> & Partial<Pick<FederationError, 'parameters'>>;

/** Milliseconds after which a message is late, so that it may have been edited or deleted in the meantime. */
const LATE_MS = 5_000;

/**
 * Sends a new message to Matrix, unless it has been deleted or edited by now.
 * @returns notices about what was not sent; files are not sent in this version
 * @throws FederationError or HomeserverError if the text was not sent
 */
export async function sendMessage(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
): Promise<SenderNotice[]> {
	if (await isOutdated(bridge, message)) {
		return [];
	}
	const outgoing = await convertMessage(bridge, message, roomId);
	await sendParts(bridge, message, roomId, outgoing);
	const files: SenderNotice | undefined = hasFiles(message)
		? { text: outgoing.parts.length > 0 ? 'message_text_only' : 'message_nothing_sent' }
		: undefined;
	return [outgoing.refusal, files].filter((notice) => notice !== undefined);
}

/**
 * The platform raises its events in no order, so an edit or a deletion may have come first. What this
 * instance has done is in memory. What another instance has done is looked up in the store and the host, at the cost
 * of two calls, so only for a late message.
 */
async function isOutdated(
	{ deletedMessages, messages, store }: ConfiguredBridge,
	{ id, createdAt = new Date() }: RocketChatMessage,
): Promise<boolean> {
	if (deletedMessages.has(id) || store.messages.remembers(id)) {
		return true;
	}
	if (Date.now() - createdAt.getTime() < LATE_MS) {
		return false;
	}
	return (await store.messages.byRocketChatId(id)) !== undefined || !(await messages.byId(id));
}
