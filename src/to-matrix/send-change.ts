import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomId } from '../matrix/ids';
import type { RocketChatUser, StoredMessage } from '../rocketchat/entities';
import { roomById } from '../rocketchat/host';
import { rocketChatRoom } from '../rocketchat/entities';
import type { OutboxItem } from '../store/outbox';
import { sendToPartner } from './direct-messages/partners';
import { sendDeletion } from './messages/deletion';
import { sendEdit } from './messages/edit';
import { sendUnlessEncrypted } from './messages/encrypted';
import { changeInItsRoom } from './messages/old-room';
import { sendPin } from './messages/pin';
import { sendReaction } from './messages/reaction';
import { federateDiscussion } from './rooms/discussion';
import type { SenderNotice } from './sender-notice';

/** A change of a message, from the outbox or from the parked events. */
type ChangeToSend = Pick<OutboxItem, 'id' | 'roomId' | 'messageId' | 'senderId' | 'shortcode'> & {
	readonly what: Exclude<OutboxItem['what'], 'message'>;
	/** When the message was written, milliseconds since 1970; undefined if that is not known. */
	readonly createdAt?: number | undefined;
};

/** The message and the person who changed it, as far as they are known. */
interface KnownChange {
	/** Read again if it is left out. */
	readonly message: StoredMessage | undefined;
	/** Undefined if their account was deleted. */
	readonly actor: RocketChatUser | undefined;
}

/**
 * Sends a change of a message to Matrix, as the message is by now. Sends nothing if there is nothing left to send.
 * @param item `id` identifies the change, so that it is sent once if it is tried twice
 * @param roomId the Matrix room that the message's room is linked to now
 * @returns what the person who made the change is told
 * @throws FederationError or HomeserverError if it is not sent
 */
export async function sendChange(
	bridge: ConfiguredBridge,
	item: ChangeToSend,
	roomId: RoomId,
	{ message, actor }: KnownChange,
): Promise<readonly SenderNotice[]> {
	const { people, messages } = bridge;
	const { messageId, shortcode } = item;
	const room = { id: item.roomId };
	const inItsRoom = <Result>(change: () => Promise<Result>) =>
		changeInItsRoom(bridge, messageId, roomId, change);
	switch (item.what) {
		case 'edit': {
			const edited = message ?? (await messages.byId(messageId));
			const act = { room, roomId, actor, sender: edited?.sender };
			return edited
				? sendUnlessEncrypted(bridge, edited, actor, roomId, () =>
						sendToPartner(bridge, act, () => inItsRoom(() => sendEdit(bridge, edited, roomId))),
					)
				: [];
		}
		case 'deletion': {
			const deleted = {
				...{ id: messageId, room: rocketChatRoom(roomById(item.roomId)) },
				sender: message?.sender ?? (item.senderId && (await people.byId(item.senderId))),
				...(item.createdAt !== undefined && { createdAt: new Date(item.createdAt) }),
			};
			await inItsRoom(() => sendDeletion(bridge, deleted, actor, roomId));
			return [];
		}
		case 'reaction':
			if (actor && shortcode !== undefined) {
				const act = { room, roomId, actor, sender: actor };
				await sendToPartner(bridge, act, () =>
					inItsRoom(() => sendReaction(bridge, messageId, actor, shortcode, item.id)),
				);
			}
			return [];
		case 'pin':
			if (actor) {
				const act = { room, roomId, actor, sender: actor };
				await sendToPartner(bridge, act, () => sendPin(bridge, messageId, actor, roomId));
			}
			return [];
		case 'discussion': {
			const announcement = message ?? (await messages.byId(messageId));
			if (announcement && actor) {
				await federateDiscussion(bridge, announcement, actor, roomId);
			}
			return [];
		}
	}
}
