import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { matrixContentOf } from '../convert/message';
import type { Federation } from '../federation';
import { isErrcode } from '../matrix/homeserver-error';
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

/** What of a message went to Matrix. */
export type Outcome = 'all' | 'text-only' | 'nothing';

/**
 * Carries a new message to Matrix.
 * @returns what of it was sent; files are not carried yet
 * @throws FederationError or HomeserverError where its text did not get there
 */
export async function sendMessage(
	federation: Federation,
	message: IMessage,
	roomId: RoomId,
): Promise<Outcome> {
	const { store } = federation;
	const { id } = message;
	// Whoever may edit a room's custom fields can write any mark; only the app writes links.
	if (id === undefined || (await store.rooms.byMatrixId(roomId))?.rocketChatId !== message.room.id) {
		return 'all';
	}
	const content = matrixContentOf(message.text ?? '');
	if (content) {
		const puppetId = await ensurePuppet(federation, message.sender);
		const at = (message.createdAt ?? new Date()).getTime();
		const send = () =>
			federation.homeserver.sendMessage(puppetId, roomId, transactionIdOf(id, 0), content, at);
		// No answer says nothing about the event; the same transaction once more tells, and sends nothing twice.
		const eventId = await send().catch((error: unknown) => {
			if (isErrcode(error, 'TIMED_OUT')) {
				return send();
			}
			throw error;
		});
		await store.messages.add({ matrixId: eventId, rocketChatId: id, roomId, part: 0 });
	}
	if ((message.attachments?.length ?? 0) === 0) {
		return 'all';
	}
	return content ? 'text-only' : 'nothing';
}

/** Sending the same part of the same message again is the same transaction to the homeserver. */
function transactionIdOf(messageId: string, part: number): string {
	return `${messageId}.${part}`;
}
