import type { ConfiguredBridge } from '../../configured-bridge';
import { messageIdOf } from '../../convert/message-id';
import { translate, workspaceTexts, type TextKey } from '../../i18n';
import { isInvitedOrJoined, type StateEvent } from '../../matrix/events';
import { parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { ensureBotUser } from '../../people/bot-user';
import { aliasOf } from '../../people/external-name';
import { botUsernameOf } from '../../people/bot-username';
import { ensureGhost } from '../../people/ghost';
import { planLacks } from '../../plan/features';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import type { StoredInvitation } from '../../store/invitations';
import type { RoomLink } from '../../store/store';
import { relayEarlierMessages } from '../rooms/earlier-messages';
import type { RoomToJoin } from './join-room';
import { relayReadersIn } from '../direct-messages/guests';
import { MEMBERS_OF_TWO } from '../direct-messages/members-of-two';

/**
 * Joins the direct message of an invitation and links it. One of several people that is linked already, without this user, goes on in
 * a new direct message: Rocket.Chat cannot add members to one. Idempotent, so that it resumes after a crash: joining twice has the
 * effect of joining once, and messages that were relayed have their links.
 * @returns why the workspace cannot use the room, which the ghost has left again; undefined if it is linked
 * @throws HomeserverError `M_FORBIDDEN` if the ghost is not invited any more
 */
export async function joinDirectRoom(
	bridge: ConfiguredBridge,
	invitation: StoredInvitation & Pick<RoomToJoin, 'begunAt'>,
	user: RocketChatUser,
): Promise<TextKey | undefined> {
	const { homeserver, rooms, store } = bridge;
	const { ghostId, roomId, inviter, begunAt } = invitation;
	await ensureGhost(bridge, user);
	const writtenSince = begunAt ?? Date.now();
	await homeserver.members.join(ghostId, roomId);
	const state = await homeserver.rooms.state(ghostId, roomId);
	const reason = await reasonToLeave(bridge, state);
	if (reason) {
		await homeserver.members.leave(ghostId, roomId, translate(reason));
		return reason;
	}
	const creatorId = await ensureBotUser(bridge, inviter);
	const rocketChatId = await rooms.ensureDirect(creatorId, await othersIn(bridge, state, invitation));
	await rooms.mark(rocketChatId, roomId);
	const former = await store.rooms.byMatrixId(roomId);
	if (former && former.rocketChatId !== rocketChatId) {
		await leaveFormerRoom(bridge, former, rocketChatId, invitation);
	}
	await store.rooms.claim({ matrixId: roomId, rocketChatId, ghostId });
	await relayReadersIn(bridge, roomId, state);
	await bridge.outgoing.startRelaying(rocketChatId, roomId, writtenSince);
	await relayEarlierMessages(bridge, ghostId, roomId);
	return undefined;
}

/**
 * @param usernames of two people
 * @returns whether a Matrix room is linked already, but not to the direct message of these two
 */
export async function isDirectMessageOfOthers(
	{ store, rooms }: ConfiguredBridge,
	roomId: RoomId,
	usernames: readonly string[],
): Promise<boolean> {
	const link = await store.rooms.byMatrixId(roomId);
	return link !== undefined && (await rooms.directOf(usernames))?.id !== link.rocketChatId;
}

/** @returns the people who belong to a direct message. Colleagues who are invited, too, and have not accepted may decline */
function peopleIn({ configuration }: ConfiguredBridge, state: readonly StateEvent[]): UserId[] {
	return state.flatMap(({ type, state_key: key, content: { membership } }) => {
		const userId = type === 'm.room.member' ? parseUserId(key) : undefined;
		const isIn =
			userId && isOwnMatrixUser(userId, configuration)
				? membership === 'join'
				: isInvitedOrJoined(membership);
		return userId && isIn ? [userId] : [];
	});
}

/** @returns the usernames of everybody in the room but the inviter, whose bot user opens the direct message */
async function othersIn(
	bridge: ConfiguredBridge,
	state: readonly StateEvent[],
	{ inviter, ghostId }: StoredInvitation,
): Promise<string[]> {
	const { store, people, configuration } = bridge;
	const usernames: string[] = [];
	for (const userId of new Set([ghostId, ...peopleIn(bridge, state)])) {
		if (isOwnMatrixUser(userId, configuration)) {
			const link = await store.users.byMatrixId(userId);
			const user = link && (await people.byId(link.rocketChatId));
			usernames.push(...(user ? [user.username] : []));
		} else if (userId !== inviter) {
			await ensureBotUser(bridge, userId);
			usernames.push(botUsernameOf(userId));
		}
	}
	return usernames;
}

/** The state of the room can only be read after joining it. */
async function reasonToLeave(
	bridge: ConfiguredBridge,
	state: readonly StateEvent[],
): Promise<TextKey | undefined> {
	const { plan, workspace } = bridge;
	if (state.some(({ type }) => type === 'm.room.encryption')) {
		return 'decline_encrypted';
	}
	const count = peopleIn(bridge, state).length;
	if (count > MEMBERS_OF_TWO && planLacks(await plan.tier(), 'federated_room')) {
		return 'decline_plan';
	}
	return count > workspace.directMessageLimit ? 'decline_too_many_people' : undefined;
}

/** Says in a direct message where it goes on, and keeps what is written there from now on out of the Matrix room. */
async function leaveFormerRoom(
	bridge: ConfiguredBridge,
	former: RoomLink,
	rocketChatId: RocketChatRoomId,
	{ eventId, inviter, ghostId }: StoredInvitation,
): Promise<void> {
	const { rooms, messages, store, workspace, people } = bridge;
	const link = await store.users.byMatrixId(ghostId);
	const newcomer = link && (await people.byId(link.rocketChatId));
	const line = workspaceTexts(workspace)('direct_message_moved', {
		user: newcomer?.username ?? ghostId,
		address: `${workspace.siteUrl}/direct/${rocketChatId}`,
	});
	await messages.post({
		roomId: former.rocketChatId,
		senderId: await ensureBotUser(bridge, inviter),
		text: line,
		// The card of the invitation has the id of the first part.
		origin: { messageId: messageIdOf(eventId, 1), eventId, sender: inviter },
		alias: await aliasOf(bridge, inviter),
	});
	await rooms.unmark(former.rocketChatId);
	await store.progress.remove(former.rocketChatId);
	await store.rooms.forget(former);
}
