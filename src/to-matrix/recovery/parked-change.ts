import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomId } from '../../matrix/ids';
import { hasSender, type RocketChatUser, type StoredMessage } from '../../rocketchat/entities';
import type { ParkedToMatrix } from '../../store/parked-events';
import { sendToPartner } from '../direct-messages/partners';
import { sendUnlessEncrypted } from '../messages/encrypted';
import { sendMessage } from '../messages/message';
import { linkedMatrixRoom } from '../rooms/federated-room';
import { sendChange } from '../send-change';

/**
 * Sends a parked change to Matrix in the room's turn, as the message is by now. Does nothing if there is nothing left to
 * send: the message was deleted, its sender's account was deleted, or the room is not federated any more.
 * @throws FederationError or HomeserverError if it is not sent
 */
export async function resendParkedChange(bridge: ConfiguredBridge, item: ParkedToMatrix): Promise<void> {
	await bridge.queues.run(`rocketchat ${item.rocketChatRoomId}`, item.at, () => resend(bridge, item));
}

async function resend(bridge: ConfiguredBridge, item: ParkedToMatrix): Promise<void> {
	const { people, messages, store } = bridge;
	const { what, messageId, actorId, rocketChatRoomId } = item;
	// A reaction that is taken back and given again has the same id when it is parked.
	const change = { ...item, id: `${item.id}.${item.at}`, roomId: rocketChatRoomId };
	const actor = actorId && (await people.byId(actorId));
	if (what === 'deletion') {
		const progress = await store.progress.of(rocketChatRoomId);
		if (progress) {
			await sendChange(bridge, { ...change, what }, progress.matrixRoomId, {
				message: undefined,
				actor,
			});
		}
		return;
	}
	const message = await messages.byId(messageId);
	const roomId =
		message?.room.id === rocketChatRoomId ? await linkedMatrixRoom(bridge, message.room) : undefined;
	if (!message || !roomId) {
		return;
	}
	await (what === 'message'
		? resendMessage(bridge, message, actor, roomId)
		: sendChange(bridge, { ...change, what }, roomId, { message, actor }));
}

async function resendMessage(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	actor: RocketChatUser | undefined,
	roomId: RoomId,
): Promise<void> {
	await sendUnlessEncrypted(bridge, message, actor, roomId, async () => {
		if (!hasSender(message)) {
			return [];
		}
		const act = { room: message.room, roomId, actor, sender: message.sender };
		return sendToPartner(bridge, act, () => sendMessage(bridge, message, roomId));
	});
}
