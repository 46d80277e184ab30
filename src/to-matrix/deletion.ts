import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { ConfiguredBridge } from '../configured-bridge';
import type { EventId } from '../matrix/ids';
import { botIdOf } from '../matrix/namespace';
import { ensureGhost } from '../people/ghost';
import { forEachThenThrow } from './attempts';
import { resolveUnconfirmedPart } from './message-part';
import type { StoredMessage } from './message';
import { redactWithEdits } from './redaction';

/**
 * Redacts every event that a deleted message is on Matrix: as who deleted it, where the room does not let them as the
 * federation bot, and at last as who wrote it. A message that comes only now is not sent any more; one that may have
 * got there is looked for. Client-Server API, "Redactions".
 * @throws FederationError `redaction-refused` where the room lets nobody of these, or of whatever else failed first
 */
export async function sendDeletion(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	actor: IUser,
): Promise<void> {
	bridge.deletedMessages.add(message.id);
	await forEachThenThrow([confirmDeleted, redactParts], (step) => step(bridge, message, actor));
}

const confirmDeleted = (bridge: ConfiguredBridge, message: StoredMessage) =>
	resolveUnconfirmedPart(bridge, message, []);

async function redactParts(bridge: ConfiguredBridge, message: StoredMessage, actor: IUser): Promise<void> {
	const { store, people, configuration } = bridge;
	const links = await store.messages.allByRocketChatId(message.id);
	if (links.length === 0) {
		return; // it never was on Matrix
	}
	const candidates = [await ensureGhost(bridge, actor), botIdOf(configuration)];
	if (!people.isMadeByApp(message.sender)) {
		candidates.push(await ensureGhost(bridge, message.sender));
	}
	await forEachThenThrow(links, async (link) => {
		await redactWithEdits(bridge, candidates, link, `${message.id}.${link.part}.deleted`);
		await removeSiblings(bridge, message.id, link.matrixId);
	});
}

/** An event that is several messages is gone as a whole. The bot removes them, so that nothing goes to Matrix again. */
async function removeSiblings(
	{ store, messages, people }: ConfiguredBridge,
	messageId: string,
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
