import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import { isErrcode } from '../matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../matrix/ids';
import { botIdOf } from '../matrix/namespace';
import type { StoredMessage } from './message';
import { ensurePuppet } from '../people/puppet';

/**
 * Redacts every event that a deleted message is on Matrix: as who deleted it, where the room does not let them as the
 * federation bot, and at last as who wrote it. Client-Server API, "Redactions".
 * @throws FederationError `redaction-refused` where the room lets nobody of these
 */
export async function sendDeletion(
	federation: Federation,
	message: StoredMessage,
	actor: IUser,
	roomId: RoomId,
): Promise<void> {
	const { store, people, configuration } = federation;
	const links = await store.messages.allByRocketChatId(message.id);
	if (links.length === 0) {
		return; // it never was on Matrix
	}
	const candidates = [await ensurePuppet(federation, actor), botIdOf(configuration)];
	if (!people.isOurs(message.sender)) {
		candidates.push(await ensurePuppet(federation, message.sender));
	}
	for (const { matrixId, part } of links) {
		await redactAsAny(federation, candidates, roomId, matrixId, `${message.id}.${part}.deleted`);
		await removeSiblings(federation, message.id, matrixId);
	}
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

async function redactAsAny(
	{ homeserver }: Federation,
	candidates: readonly UserId[],
	roomId: RoomId,
	eventId: EventId,
	transactionId: string,
): Promise<void> {
	for (const candidate of candidates) {
		try {
			await homeserver.redact(candidate, roomId, eventId, transactionId);
			return;
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
		}
	}
	throw new FederationError('redaction-refused');
}
