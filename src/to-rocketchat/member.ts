import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { botUsernameOf } from '../people/bot-username';
import { messageIdOf } from '../convert/message-id';
import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor, translate, type TextKey } from '../i18n';
import { objectIn, type RoomEvent, type StateEvent } from '../matrix/events';
import { parseUserId, type UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { ensureGhost } from '../people/ghost';
import { relayEarlierMessages } from './earlier-messages';
import { ensureBotUser } from '../people/bot-user';
import { localUserOf } from '../people/local-user';

/** `m.room.member`. Client-Server API, "Room membership". */
export async function changeMembership(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const member = parseUserId(event.stateKey);
	const invitesUs =
		member !== undefined &&
		event.content.membership === 'invite' &&
		isOwnMatrixUser(member, bridge.configuration);
	if (invitesUs && !isOwnMatrixUser(event.sender, bridge.configuration)) {
		await answerInvitation(bridge, event, member);
	}
}

async function answerInvitation(bridge: ConfiguredBridge, event: RoomEvent, ghostId: UserId): Promise<void> {
	const { homeserver, configuration } = bridge;
	const decline = (reason: TextKey) => homeserver.leave(ghostId, event.roomId, translate(reason));
	const user = await localUserOf(bridge, ghostId);
	if (!user) {
		return decline('decline_nobody');
	}
	const reason = (await isOthersDirectMessage(bridge, event, user))
		? 'decline_not_direct'
		: reasonBeforeJoining(event);
	if (reason) {
		return decline(reason);
	}
	if (configuration.invitePolicy === 'ask') {
		return tellOfInvitation(bridge, user, event);
	}
	await join(bridge, event, user, ghostId);
}

/**
 * Joins and links the room. Doing it twice is harmless, so that it goes on where it was broken off: joining again
 * changes nothing, and messages that were carried over have their links.
 */
async function join(
	bridge: ConfiguredBridge,
	{ roomId, sender }: RoomEvent,
	user: IUser,
	ghostId: UserId,
): Promise<void> {
	const { homeserver, rooms, store } = bridge;
	await ensureGhost(bridge, user);
	await homeserver.join(ghostId, roomId);
	const reason = reasonAfterJoining(await homeserver.state(ghostId, roomId));
	if (reason) {
		return homeserver.leave(ghostId, roomId, translate(reason));
	}
	const rocketChatId = await rooms.ensureDirect(await ensureBotUser(bridge, sender), [user.username]);
	await rooms.mark(rocketChatId, roomId);
	await store.rooms.claim({ matrixId: roomId, rocketChatId });
	await relayEarlierMessages(bridge, ghostId, roomId);
}

/** Whether the room is the direct message of another pair already. */
async function isOthersDirectMessage(
	{ store, rooms }: ConfiguredBridge,
	{ roomId, sender }: RoomEvent,
	user: IUser,
): Promise<boolean> {
	const link = await store.rooms.byMatrixId(roomId);
	return (
		link !== undefined &&
		(await rooms.directOf([user.username, botUsernameOf(sender)]))?.id !== link.rocketChatId
	);
}

function reasonBeforeJoining({ content, unsigned }: RoomEvent): TextKey | undefined {
	if (content.is_direct !== true) {
		return 'decline_not_direct';
	}
	const state: unknown = unsigned.invite_room_state;
	const types = Array.isArray(state) ? state.map((event) => objectIn(event).type) : [];
	return types.includes('m.room.encryption') ? 'decline_encrypted' : undefined;
}

function reasonAfterJoining(state: readonly StateEvent[]): TextKey | undefined {
	if (state.some(({ type }) => type === 'm.room.encryption')) {
		return 'decline_encrypted';
	}
	return state.filter(isMember).length > 2 ? 'decline_not_direct' : undefined;
}

/** Leaves the invitation open and says in the direct message with the federation bot how it can be accepted. */
async function tellOfInvitation(
	{ people, rooms, messages, workspace }: ConfiguredBridge,
	user: IUser,
	{ eventId, sender }: RoomEvent,
): Promise<void> {
	const bot = await people.bot();
	await messages.post({
		roomId: await rooms.ensureDirect(bot.id, [user.username]),
		senderId: bot.id,
		text: textsFor(user, workspace)('invitation_waits', { inviter: sender }),
		origin: { messageId: messageIdOf(eventId), eventId, sender },
	});
}

function isMember({ type, content }: StateEvent): boolean {
	return type === 'm.room.member' && (content.membership === 'join' || content.membership === 'invite');
}
