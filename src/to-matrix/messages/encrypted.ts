import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomId } from '../../matrix/ids';
import type { StoredMessage, RocketChatUser } from '../../rocketchat/entities';
import { isCiphertext } from '../../rocketchat/encryption';
import type { SenderNotice } from '../sender-notice';

/**
 * Keeps ciphertext of Rocket.Chat out of Matrix, where nobody could read it, and remembers the room for the status.
 * @param send sends the message if it is not encrypted
 * @returns what `send` returns; if the message is encrypted, a notice, once per writer and room until the writer sends a
 * plain message there again
 */
export async function sendUnlessEncrypted(
	{ store }: ConfiguredBridge,
	message: StoredMessage,
	actor: RocketChatUser | undefined,
	roomId: RoomId,
	send: () => Promise<readonly SenderNotice[]>,
): Promise<readonly SenderNotice[]> {
	const room = await store.rooms.byMatrixId(roomId);
	const told = room?.toldEncrypted ?? [];
	const isTold = actor !== undefined && told.includes(actor.id);
	if (!isCiphertext(message)) {
		if (room && isTold) {
			await store.rooms.change({ ...room, toldEncrypted: told.filter((id) => id !== actor.id) });
		}
		return send();
	}
	if (room) {
		await store.encryptedRooms.add(room.rocketChatId);
	}
	if (!room || !actor || isTold) {
		return [];
	}
	await store.rooms.change({ ...room, toldEncrypted: [...told, actor.id] });
	return [{ text: 'message_end_to_end' }];
}
