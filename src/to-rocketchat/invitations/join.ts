import type { ConfiguredBridge } from '../../configured-bridge';
import { translate, type TextKey } from '../../i18n';
import { isInvitedOrJoined, type StateEvent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { ensureBotUser } from '../../people/bot-user';
import { botUsernameOf } from '../../people/bot-username';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { StoredInvitation } from '../../store/invitations';
import { relayEarlierMessages } from '../earlier-messages';
import { relayReadersIn } from '../guests';
import { MEMBERS_OF_TWO } from '../members-of-two';
import { declineOnMatrix } from './decline';

/**
 * Joins the direct message of an invitation and links it. Idempotent, so that it resumes after a crash: joining twice has the
 * effect of joining once, and messages that were relayed have their links.
 * @returns why the workspace cannot use the room, which the ghost has left again; undefined if it is linked
 * @throws HomeserverError `M_FORBIDDEN` if the ghost is not invited any more
 */
export async function joinDirectRoom(
	bridge: ConfiguredBridge,
	{ ghostId, roomId, inviter }: StoredInvitation,
	user: RocketChatUser,
): Promise<TextKey | undefined> {
	const { homeserver, rooms, store } = bridge;
	if (await isDirectMessageOfOthers(bridge, roomId, [user.username, botUsernameOf(inviter)])) {
		await declineOnMatrix(bridge, { ghostId, roomId }, 'decline_not_direct');
		return 'decline_not_direct';
	}
	await ensureGhost(bridge, user);
	const writtenSince = Date.now();
	await homeserver.join(ghostId, roomId);
	const state = await homeserver.state(ghostId, roomId);
	const reason = reasonToLeave(bridge, state);
	if (reason) {
		await homeserver.leave(ghostId, roomId, translate(reason));
		return reason;
	}
	const rocketChatId = await rooms.ensureDirect(await ensureBotUser(bridge, inviter), [user.username]);
	await rooms.mark(rocketChatId, roomId);
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

/**
 * The state of the room can only be read after joining it. Colleagues who are invited, too, and have not accepted do not count:
 * they may decline, and the first who accepts has the direct message.
 */
function reasonToLeave(
	{ configuration }: ConfiguredBridge,
	state: readonly StateEvent[],
): TextKey | undefined {
	if (state.some(({ type }) => type === 'm.room.encryption')) {
		return 'decline_encrypted';
	}
	const isOwn = (userId: unknown) => isOwnMatrixUser(userId as UserId, configuration);
	const members = state.filter(
		({ type, state_key, content: { membership } }) =>
			type === 'm.room.member' &&
			(isOwn(state_key) ? membership === 'join' : isInvitedOrJoined(membership)),
	);
	return members.length > MEMBERS_OF_TWO ? 'decline_not_direct' : undefined;
}
