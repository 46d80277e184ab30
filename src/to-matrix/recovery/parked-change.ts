import type { ConfiguredBridge } from '../../configured-bridge';
import { hasSender, rocketChatRoom } from '../../rocketchat/entities';
import { roomById } from '../../rocketchat/host';
import type { ParkedToMatrix } from '../../store/parked-events';
import { sendDeletion } from '../messages/deletion';
import { sendEdit } from '../messages/edit';
import { sendUnlessEncrypted } from '../messages/encrypted';
import { linkedMatrixRoom } from '../rooms/federated-room';
import { sendMessage } from '../messages/message';
import { sendToPartner } from '../direct-messages/partners';
import { sendPin } from '../messages/pin';
import { sendReaction } from '../messages/reaction';
import { federateDiscussion } from '../rooms/discussion';

/**
 * Sends a parked change to Matrix in the room's turn, as the message is by now. Does nothing if there is nothing left to
 * send: the message was deleted, its sender's account was deleted, or the room is not federated any more.
 * @throws FederationError or HomeserverError if it is not sent
 */
export async function resendParkedChange(bridge: ConfiguredBridge, item: ParkedToMatrix): Promise<void> {
	await bridge.queues.run(`rocketchat ${item.rocketChatRoomId}`, item.at, () => resend(bridge, item));
}

async function resend(bridge: ConfiguredBridge, item: ParkedToMatrix): Promise<void> {
	const { people, messages } = bridge;
	const { what, messageId, actorId, rocketChatRoomId, shortcode } = item;
	const actor = actorId && (await people.byId(actorId));
	if (what === 'deletion') {
		const room = rocketChatRoom(roomById(rocketChatRoomId));
		const sender = item.senderId && (await people.byId(item.senderId));
		const matrixRoomId = (await bridge.store.progress.of(rocketChatRoomId))?.matrixRoomId;
		if (matrixRoomId) {
			await sendDeletion(bridge, { id: messageId, room, sender }, actor, matrixRoomId);
		}
		return;
	}
	const message = await messages.byId(messageId);
	if (message?.room.id !== rocketChatRoomId) {
		return;
	}
	if (what === 'reaction') {
		if (actor && shortcode !== undefined) {
			await sendReaction(bridge, messageId, actor, shortcode, `${item.id}.${item.at}`);
		}
		return;
	}
	const roomId = await linkedMatrixRoom(bridge, message.room);
	if (!roomId) {
		return;
	}
	if (what === 'pin') {
		if (actor) {
			await sendPin(bridge, messageId, actor, roomId);
		}
		return;
	}
	if (what === 'discussion') {
		if (actor) {
			await federateDiscussion(bridge, message, actor, roomId);
		}
		return;
	}
	await sendUnlessEncrypted(bridge, message, actor, roomId, async () => {
		if (!hasSender(message)) {
			return [];
		}
		const act = { room: message.room, roomId, actor, sender: message.sender };
		return sendToPartner(bridge, act, () =>
			what === 'edit' ? sendEdit(bridge, message, roomId) : sendMessage(bridge, message, roomId),
		);
	});
}
