import { withHostFailures } from '../failure';
import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import type { TextKey } from '../i18n';
import type { RoomId } from '../matrix/ids';
import { hasSender, rocketChatRoom, type RocketChatUser, type StoredMessage } from '../rocketchat/entities';
import { roomById } from '../rocketchat/host';
import type { OutboxItem } from '../store/outbox';
import { parkedIdOf, type ParkedChange } from '../store/parked-events';
import { sendUnlessEncrypted } from './messages/encrypted';
import { FileNotCarried } from './messages/carry-files';
import { asParkedChange } from './parked-message';
import { sendMessage } from './messages/message';
import { holdMessage } from './recovery/held-messages';
import { invitePartnersAgain, sendToPartner } from './direct-messages/partners';
import { markRead } from './signs/read-receipt';
import { failureSentence, tellActor, type NoticePlace, type SenderNotice } from './sender-notice';
import { sendChange } from './send-change';
import type { SentEvents } from './recovery/sent-events';
import { settle } from './recovery/settlement';

/**
 * Sends a new message to Matrix. If that can never succeed, its writer is told why, and the message is settled.
 * @param message as it is now
 * @param sentEvents what the room has, if several messages are sent
 * @returns whether it was sent
 * @throws FederationError if it may succeed later: the homeserver or the host is away
 */
export async function deliverMessage(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	roomId: RoomId,
	sentEvents?: SentEvents,
): Promise<boolean> {
	const place = { actor: message.sender, room: message.room, threadId: message.threadId };
	let isWaiting = false;
	const failure = await deliver(bridge, place, asParkedChange(message), 'message_not_sent', () =>
		sendUnlessEncrypted(bridge, message, message.sender, roomId, async () => {
			if (!hasSender(message)) {
				return [];
			}
			const { room, sender } = message;
			const act = { room, roomId, actor: sender, sender };
			const invited = await invitePartnersAgain(bridge, act);
			if (invited) {
				await holdMessage(bridge, message);
				isWaiting = true;
				return invited;
			}
			return sendToPartner(bridge, act, () => sendMessage(bridge, message, roomId, sentEvents));
		}),
	);
	if (failure) {
		const isHeld = failure.kind.isHeld ?? false;
		if (isHeld) {
			await holdMessage(bridge, message);
		}
		await settle(bridge, message, { isHeld });
	}
	return !failure && !isWaiting;
}

/** The sentence before the reason, if a change was not sent to Matrix. */
export const failedTexts: Readonly<Record<OutboxItem['what'], TextKey>> = {
	message: 'message_not_sent',
	edit: 'edit_not_sent',
	deletion: 'deletion_not_sent',
	reaction: 'reaction_not_sent',
	pin: 'pin_not_sent',
	discussion: 'discussion_not_federated',
};

/** A change as the event of the platform gave it. */
interface KnownChange {
	readonly message: StoredMessage;
	readonly actor: RocketChatUser | undefined;
}

/**
 * Sends a change of the outbox to Matrix and takes it out of the outbox. If that can never succeed, the person who made the change
 * is told.
 * @param known the message and the actor as the event of the platform gave them; read again if they are left out
 * @throws FederationError if it may succeed later; the item stays
 */
export async function deliverChange(
	bridge: ConfiguredBridge,
	item: OutboxItem,
	roomId: RoomId,
	known?: KnownChange,
): Promise<void> {
	const { people, store, messages } = bridge;
	const { what, messageId, roomId: rocketChatRoomId, actorId, senderId, createdAt, shortcode } = item;
	if (what === 'message') {
		const added = known?.message ?? (await messages.byId(messageId));
		await (added && deliverMessage(bridge, added, roomId));
		await store.outbox.remove(item);
		return;
	}
	const actor = known ? known.actor : actorId ? await people.byId(actorId) : undefined;
	const message = known?.message;
	const place: NoticePlace = { actor, room: { id: rocketChatRoomId }, threadId: message?.threadId };
	const change = {
		...{ what, messageId, rocketChatRoomId, actorId },
		...(what === 'deletion' && { senderId, createdAt }),
		...(shortcode !== undefined && { shortcode }),
	};
	const failure = await deliver(bridge, place, change, failedTexts[what], () =>
		sendChange(bridge, { ...item, what }, roomId, { message, actor }),
	);
	if (what === 'reaction' && actor && !failure) {
		markRead(bridge, actor.id, { roomId, thread: undefined }, item.at);
	}
	if (what === 'deletion') {
		await settle(
			bridge,
			{ id: messageId, room: rocketChatRoom(roomById(rocketChatRoomId)) },
			{ isDeleted: true },
		);
	}
	await store.outbox.remove(item);
}

/** @returns whether the same may succeed later, since the homeserver or the host is away */
export function isTemporary({ code, kind }: FederationError): boolean {
	return kind.isOutage ?? code === 'workspace-failing';
}

/**
 * @param change what is sent
 * @returns undefined if it was sent; otherwise why not: the person was told, and it is parked where an administrator can do
 * something
 * @throws FederationError if it may succeed later
 */
async function deliver(
	bridge: ConfiguredBridge,
	place: NoticePlace,
	change: ParkedChange,
	failed: TextKey,
	send: () => Promise<readonly SenderNotice[]>,
): Promise<FederationError | undefined> {
	const { attempts, log, store } = bridge;
	const id = parkedIdOf(change);
	try {
		const notices = await withHostFailures(send);
		attempts.succeed(id);
		for (const notice of notices) {
			await tellActor(bridge, place, (text) => text(notice.text, notice.parameters));
		}
		return undefined;
	} catch (error) {
		if (!(error instanceof FederationError)) {
			throw error;
		}
		if (isTemporary(error) && !(isOfThisOne(error) && attempts.fail(id))) {
			throw error;
		}
		log.failure('a change was not sent to Matrix', error, { what: failed, id });
		if (error.kind.level !== 'debug') {
			const { code, parameters } = error;
			await store.parked.add({
				...{ id, direction: 'to-matrix', at: Date.now(), ...change },
				...{ code, reason: parameters.errcode ?? parameters.reason },
			});
		}
		await tellActor(bridge, place, failureSentence(toldFor(failed, error), error));
		return error;
	}
}

/** @returns the sentence before the reason. A message that is held follows when the direct message is open again */
function toldFor(failed: TextKey, error: FederationError): TextKey {
	if (error instanceof FileNotCarried) {
		return 'file_not_sent';
	}
	return error.kind.isHeld && failed === 'message_not_sent' ? 'message_not_sent_yet' : failed;
}

/**
 * Whether a temporary failure may be one of this change alone, so that it is given up some day. Only an answer of the homeserver
 * says that it cannot take this one event; other outages hit every event. A file takes long enough to fail alone in any way but a
 * refused connection.
 */
function isOfThisOne(error: FederationError): boolean {
	return error instanceof FileNotCarried
		? error.parameters.errcode !== 'UNREACHABLE'
		: error.code === 'homeserver-failing';
}
