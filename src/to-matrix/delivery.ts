import { withHostFailures } from '../failure';
import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import type { TextKey } from '../i18n';
import type { RoomId } from '../matrix/ids';
import { hasSender, type RocketChatUser, type StoredMessage } from '../rocketchat/entities';
import type { RocketChatRoomId } from '../rocketchat/ids';
import type { OutboxItem } from '../store/outbox';
import { sendDeletion } from './deletion';
import { sendEdit } from './edit';
import { sendUnlessEncrypted } from './encrypted';
import { requirePartner } from './federated-room';
import { sendMessage, type SenderNotice } from './message';
import { sendReaction } from './reaction';
import { failureSentence, tellActor, type NoticePlace } from './sender-notice';
import { settle } from './settlement';

/**
 * Sends a new message to Matrix. If that can never succeed, its writer is told why, and the message is settled.
 * @param message as it is now
 * @throws FederationError if it may succeed later: the homeserver or the host is away
 */
export async function deliverMessage(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	roomId: RoomId,
): Promise<void> {
	const place = { actor: message.sender, room: message.room, threadId: message.threadId };
	const isSent = await deliver(bridge, place, message.id, 'message_not_sent', () =>
		sendUnlessEncrypted(bridge, message, message.sender, roomId, async () => {
			await requirePartner(bridge, roomId);
			return hasSender(message) ? sendMessage(bridge, message, roomId) : [];
		}),
	);
	if (!isSent) {
		await settle(bridge, message);
	}
}

/** The sentence before the reason, if a change was not sent to Matrix. */
export const failedTexts: Readonly<Record<OutboxItem['what'], TextKey>> = {
	edit: 'edit_not_sent',
	deletion: 'deletion_not_sent',
	reaction: 'reaction_not_sent',
};

/**
 * Sends a change of the outbox to Matrix and takes it out of the outbox. If that can never succeed, whoever made it is told.
 * @param known the message and the actor as the event of the platform gave them; read again if they are left out
 * @throws FederationError if it may succeed later; the item stays
 */
export async function deliverChange(
	bridge: ConfiguredBridge,
	item: OutboxItem,
	roomId: RoomId,
	known?: { readonly message: StoredMessage; readonly actor: RocketChatUser | undefined },
): Promise<void> {
	const { people, messages, store } = bridge;
	const actor = known ? known.actor : item.actorId && (await people.byId(item.actorId));
	const message = known?.message;
	const threadId = message?.threadId;
	const place: NoticePlace = { actor, room: { id: item.roomId }, threadId };
	await deliver(bridge, place, item.id, failedTexts[item.what], async () => {
		switch (item.what) {
			case 'edit': {
				const edited = message ?? (await messages.byId(item.messageId));
				return edited
					? sendUnlessEncrypted(bridge, edited, actor, roomId, () =>
							sendEdit(bridge, edited, roomId),
						)
					: [];
			}
			case 'deletion': {
				const sender = message?.sender ?? (item.senderId && (await people.byId(item.senderId)));
				const createdAt = new Date(item.createdAt);
				const deleted = { id: item.messageId, room: roomOf(item.roomId), createdAt, sender };
				await sendDeletion(bridge, deleted, actor, roomId);
				await settle(bridge, deleted);
				return [];
			}
			case 'reaction':
				if (actor && item.shortcode !== undefined) {
					await sendReaction(bridge, item.messageId, actor, item.shortcode, item.id);
				}
				return [];
		}
	});
	await store.outbox.remove(item);
}

/** @returns whether the same may succeed later, since the homeserver or the host is away */
export function isTemporary({ code, kind }: FederationError): boolean {
	return kind.isOutage ?? code === 'workspace-failing';
}

function roomOf(id: RocketChatRoomId): StoredMessage['room'] {
	return { id } as StoredMessage['room'];
}

/**
 * @param id of what is sent
 * @returns whether it was sent; if not, the person was told why
 * @throws FederationError if it may succeed later
 */
async function deliver(
	bridge: ConfiguredBridge,
	place: NoticePlace,
	id: string,
	failed: TextKey,
	send: () => Promise<readonly SenderNotice[]>,
): Promise<boolean> {
	const { attempts, log } = bridge;
	try {
		const notices = await withHostFailures(send);
		attempts.succeed(id);
		for (const notice of notices) {
			await tellActor(bridge, place, (text) => text(notice.text, notice.parameters));
		}
		return true;
	} catch (error) {
		if (!(error instanceof FederationError)) {
			throw error;
		}
		// Only an answer of the homeserver says that it cannot take this one event; other outages hit every event.
		const isGivenUp = error.code === 'homeserver-failing' && attempts.fail(id);
		if (isTemporary(error) && !isGivenUp) {
			throw error;
		}
		log.failure('a change was not sent to Matrix', error, { what: failed, id });
		await tellActor(bridge, place, failureSentence(failed, error));
		return false;
	}
}
