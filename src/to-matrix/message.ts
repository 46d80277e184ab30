import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { matrixContentOf } from '../convert/message';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import { parseRoomId, type RoomId } from '../matrix/ids';
import { matrixRoomIdIn } from '../rocketchat/rooms';
import { ensurePuppet } from './puppet';

/**
 * @returns the Matrix room a message goes to, decided from the message alone; undefined where it goes nowhere:
 * its room is not federated, or it came from Matrix in the first place
 */
export function destinationOf(
	message: IMessage,
	isOurs: (sender: IMessage['sender']) => boolean,
): RoomId | undefined {
	return isOurs(message.sender) ? undefined : parseRoomId(matrixRoomIdIn(message.room));
}

/**
 * Carries a new message to Matrix.
 * @throws FederationError or HomeserverError where it did not get there, in whole or in part
 */
export async function sendMessage(federation: Federation, message: IMessage, roomId: RoomId): Promise<void> {
	const { homeserver, store } = federation;
	const { id } = message;
	if (id === undefined) {
		return;
	}
	const content = matrixContentOf(message.text ?? '');
	if (content) {
		const puppetId = await ensurePuppet(federation, message.sender);
		const at = (message.createdAt ?? new Date()).getTime();
		const eventId = await homeserver.sendMessage(puppetId, roomId, transactionIdOf(id, 0), content, at);
		await store.messages.add({ matrixId: eventId, rocketChatId: id, roomId, part: 0 });
	}
	if ((message.attachments?.length ?? 0) > 0) {
		throw new FederationError('files-unsupported');
	}
}

/** Sending the same part of the same message again is the same transaction to the homeserver. */
function transactionIdOf(messageId: string, part: number): string {
	return `${messageId}.${part}`;
}
