import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Federation } from '../federation';
import type { EventId } from '../matrix/ids';
import { botIdOf } from '../matrix/namespace';
import { ensurePuppet } from '../people/puppet';
import { withAll } from './attempts';
import { confirm } from './confirmation';
import type { StoredMessage } from './message';
import { redactWhole } from './redaction';

/**
 * Redacts every event that a deleted message is on Matrix: as who deleted it, where the room does not let them as the
 * federation bot, and at last as who wrote it. A message that comes only now is not sent any more; one that may have
 * got there is looked for. Client-Server API, "Redactions".
 * @throws FederationError `redaction-refused` where the room lets nobody of these, or of whatever else failed first
 */
export async function sendDeletion(
	federation: Federation,
	message: StoredMessage,
	actor: IUser,
): Promise<void> {
	federation.deleted.add(message.id);
	await withAll([confirmDeleted, redactParts], (step) => step(federation, message, actor));
}

const confirmDeleted = (federation: Federation, message: StoredMessage) => confirm(federation, message, []);

async function redactParts(federation: Federation, message: StoredMessage, actor: IUser): Promise<void> {
	const { store, people, configuration } = federation;
	const links = await store.messages.allByRocketChatId(message.id);
	if (links.length === 0) {
		return; // it never was on Matrix
	}
	const candidates = [await ensurePuppet(federation, actor), botIdOf(configuration)];
	if (!people.isOurs(message.sender)) {
		candidates.push(await ensurePuppet(federation, message.sender));
	}
	await withAll(links, async (link) => {
		await redactWhole(federation, candidates, link, `${message.id}.${link.part}.deleted`);
		await removeSiblings(federation, message.id, link.matrixId);
	});
}

/** An event that is several messages is gone as a whole. The bot removes them, so that nothing goes to Matrix again. */
async function removeSiblings(
	{ store, messages, people }: Federation,
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
