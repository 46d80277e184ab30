import type { ConfiguredBridge } from '../../configured-bridge';
import type { EventId, RoomId } from '../../matrix/ids';
import { botIdOf } from '../../matrix/namespace';
import { ensureGhost, ghostOfSender } from '../../people/ghost';
import { findGhostInRoom } from '../../people/ghost-in-room';
import type { StoredMessage, RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import { forEachThenThrow } from '../attempts';
import { deleteFiles } from './delete-files';
import { resolveUnconfirmedPart } from './parts';
import { redactWithEdits } from './redaction';
import { isInDoubt, SentEvents } from '../recovery/sent-events';

/** A deleted message, as far as it is still known. */
type DeletedMessage = Pick<StoredMessage, 'id' | 'room' | 'sender' | 'createdAt'>;

/**
 * Redacts every event of a deleted message. The ghost of the person who deleted it is tried first, then the federation bot, then
 * the ghost of the sender. If the account of one of them was deleted too, any ghost of the room is the last. If the message's own
 * event comes later, the message is not sent. A part whose sending was never confirmed is found first, so that it is redacted too.
 * Client-Server API, "Redactions".
 * @throws FederationError `redaction-refused` if the room lets none of them redact, or the first other failure
 */
export async function sendDeletion(
	bridge: ConfiguredBridge,
	message: DeletedMessage,
	actor: RocketChatUser | undefined,
	roomId: RoomId,
): Promise<void> {
	bridge.deletedMessages.add(message.id);
	await forEachThenThrow(
		[() => linkUnconfirmed(bridge, message, roomId), () => redactParts(bridge, message, actor)],
		(step) => step(),
	);
}

/** Links what may be on Matrix of a message although no answer came, or none was waited for before a restart. */
async function linkUnconfirmed(
	bridge: ConfiguredBridge,
	message: DeletedMessage,
	roomId: RoomId,
): Promise<void> {
	const { sender } = message;
	const links = await bridge.store.messages.allByRocketChatId(message.id);
	const isWhole = links.length > 0 && links.length >= (links[0]?.parts ?? 1);
	if (!sender || isWhole || !isInDoubt(bridge, message)) {
		return;
	}
	const ghostId = await ghostOfSender(bridge, sender);
	const sentEvents = new SentEvents(bridge, roomId, (message.createdAt ?? new Date()).getTime());
	if (ghostId && !(await sentEvents.link(message, ghostId))) {
		await resolveUnconfirmedPart(bridge, message, undefined); // the request may still arrive
	}
}

async function redactParts(
	bridge: ConfiguredBridge,
	message: DeletedMessage,
	actor: RocketChatUser | undefined,
): Promise<void> {
	const { store, configuration } = bridge;
	const links = await store.messages.allByRocketChatId(message.id);
	if (links.length === 0) {
		return; // the message was never on Matrix
	}
	const senderGhost = await ghostOfSender(bridge, message.sender);
	const candidates = [
		actor && (await ensureGhost(bridge, actor)),
		botIdOf(configuration),
		senderGhost,
		actor && message.sender ? undefined : await findGhostInRoom(bridge, message.room.id),
	].filter((candidate) => candidate !== undefined);
	await forEachThenThrow(links, async (link) => {
		await redactWithEdits(bridge, candidates, link, `${message.id}.${link.part}.deleted`);
		await removeSiblings(bridge, message.id, link.matrixId);
	});
	await deleteFiles(bridge, message.id);
}

/**
 * Removes the other messages of an event that is split over several messages: the event as a whole is redacted. The
 * federation bot removes them, so that their deletion is not sent to Matrix again.
 */
async function removeSiblings(
	{ store, messages, people }: ConfiguredBridge,
	messageId: RocketChatMessageId,
	eventId: EventId,
): Promise<void> {
	const siblings = (await store.messages.allByMatrixId(eventId)).filter(
		({ rocketChatId }) => rocketChatId !== messageId,
	);
	for (const { rocketChatId } of siblings) {
		const sibling = await messages.byId(rocketChatId);
		if (sibling) {
			await messages.remove(sibling, (await people.bot()).id);
		}
	}
}
