import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { withRelation } from '../convert/relation';
import type { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import { sendPart } from './message-part';
import { convertMessage, type OutgoingMessage } from './message-content';

/** A message that Rocket.Chat has given an id. */
export type StoredMessage = IMessage & { readonly id: string };

/** What its writer is told of what of a message did not go to Matrix. */
export type SenderNotice = Pick<FederationError, 'text'> & Partial<Pick<FederationError, 'parameters'>>;

/** Milliseconds after which a message comes late, so that more than usual may have happened meanwhile. */
const LATE_MS = 5_000;

/**
 * Carries a new message to Matrix, unless it was deleted or edited before it came.
 * @returns what of it did not get there; files are not carried yet
 * @throws FederationError or HomeserverError where its text did not get there
 */
export async function sendMessage(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	roomId: RoomId,
): Promise<SenderNotice[]> {
	if (await isOutdated(bridge, message)) {
		return [];
	}
	const carried = await convertMessage(bridge, message, roomId);
	await sendParts(bridge, message, roomId, carried);
	const files: SenderNotice | undefined = hasFiles(message)
		? { text: carried.parts.length > 0 ? 'message_text_only' : 'message_nothing_sent' }
		: undefined;
	return [carried.refusal, files].filter((remark) => remark !== undefined);
}

/**
 * The platform's events come unordered. What was handled here is remembered; what another instance of the server has
 * handled is asked for where the message comes late, since asking costs two calls of the host.
 */
async function isOutdated(
	{ deletedMessages, messages, store }: ConfiguredBridge,
	{ id, createdAt = new Date() }: StoredMessage,
): Promise<boolean> {
	if (deletedMessages.has(id) || store.messages.remembers(id)) {
		return true;
	}
	if (Date.now() - createdAt.getTime() < LATE_MS) {
		return false;
	}
	return (await store.messages.byRocketChatId(id)) !== undefined || !(await messages.byId(id));
}

/**
 * Sends the parts of a message that are not there yet, and links them.
 * @param transactionId of a part
 * @param present numbers of the parts that are there
 */
export async function sendParts(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	roomId: RoomId,
	{ parts, related: relation }: OutgoingMessage,
	transactionId = (part: number) => `${message.id}.${part}`,
	present: readonly number[] = [],
): Promise<void> {
	for (const [part, text] of parts.entries()) {
		if (present.includes(part)) {
			continue;
		}
		const ghostId = await ensureGhost(bridge, message.sender);
		await sendPart(bridge, message, {
			...{ part, ghostId, roomId },
			transactionId: transactionId(part),
			content: withRelation(text, relation, part),
		});
	}
}

/** Whether there is more than quotes, which are told apart by the link to what they quote. */
export function hasFiles({ attachments = [] }: IMessage): boolean {
	return attachments.some(({ timestampLink }) => !timestampLink);
}
