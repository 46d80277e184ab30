import { messageIdOf } from '../convert/message-id';
import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor } from '../i18n';
import type { RoomEvent } from '../matrix/events';
import type { UserId } from '../matrix/ids';
import type { RocketChatUser } from '../rocketchat/entities';

/** Milliseconds in which the invitations of one person are one notice. An edit notifies nobody, so a later one is a new notice. */
const ONE_NOTICE_FOR_MS = 86_400_000;

/** Invitations that a notice counts. */
const MAX_COUNTED = 1_000;

/**
 * Writes to a user, in the direct message with the federation bot, that somebody on Matrix invites them. The notice of that day
 * gets a count if there is one, so that a stranger cannot flood anybody.
 */
export async function notifyOfInvitation(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	user: RocketChatUser,
	event: RoomEvent,
): Promise<void> {
	// The invitations are to different rooms, whose events come side by side.
	await bridge.queues.run(`invitations of ${ghostId} by ${event.sender}`, event.at, () =>
		notify(bridge, ghostId, user, event),
	);
}

async function notify(
	{ people, rooms, messages, workspace, store }: ConfiguredBridge,
	ghostId: UserId,
	user: RocketChatUser,
	{ eventId, roomId, sender: inviter }: RoomEvent,
): Promise<void> {
	const text = textsFor(user, workspace);
	const bot = await people.bot();
	const latest = await store.invitationNotices.of(ghostId, inviter);
	const known = latest && Date.now() - latest.at < ONE_NOTICE_FOR_MS ? latest : undefined;
	if (known?.rooms.includes(roomId)) {
		return;
	}
	if (known && (await messages.byId(known.messageId))) {
		const invitedTo = [...known.rooms, roomId].slice(0, MAX_COUNTED);
		const count = invitedTo.length;
		await messages.edit(known.messageId, bot.id, text('invitations_wait', { inviter, count }));
		await store.invitationNotices.save(ghostId, inviter, { ...known, rooms: invitedTo });
		return;
	}
	const messageId = await messages.post({
		roomId: await rooms.ensureDirect(bot.id, [user.username]),
		senderId: bot.id,
		text: text('invitation_waits', { inviter }),
		origin: { messageId: messageIdOf(eventId), eventId, sender: inviter },
	});
	await store.invitationNotices.save(ghostId, inviter, { messageId, rooms: [roomId], at: Date.now() });
}
