import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { isErrcode } from '../../matrix/homeserver-error';
import type { UserId } from '../../matrix/ids';
import { ensureBotUser } from '../../people/bot-user';
import { ensureGhost } from '../../people/ghost';
import { reconcileMembers } from '../../people/members/reconcile-members';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { isFederatedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { lookUpExternalUser } from '../external-user';
import { linkedMatrixRoom } from '../federated-room';
import { sendAsMember } from './send-as-member';

/** What a member does with the membership of somebody else, with the reason that the others read. */
export type RemovalAction = 'kick' | 'ban' | 'unban';

/**
 * @returns the link of the federated room in which a command was typed
 * @throws FederationError `room-not-federated`
 */
export async function requireFederatedRoom(
	bridge: ConfiguredBridge,
	room: RocketChatRoom,
): Promise<RoomLink> {
	const roomId = await linkedMatrixRoom(bridge, room);
	const link = roomId && (await bridge.store.rooms.byMatrixId(roomId));
	if (!link || !isFederatedRoom(link)) {
		throw new FederationError('room-not-federated');
	}
	return link;
}

/**
 * Invites external people to a federated room, as the ghost of a member. Rocket.Chat shows them as members from then on.
 * @throws FederationError `matrix-forbids`, or why somebody cannot be invited; nobody behind them is invited then
 */
export async function inviteToRoom(
	bridge: ConfiguredBridge,
	link: RoomLink,
	user: RocketChatUser,
	external: readonly UserId[],
): Promise<void> {
	const { homeserver } = bridge;
	await Promise.all(external.map((userId) => lookUpExternalUser(bridge, userId)));
	const ghostId = await ensureGhost(bridge, user);
	for (const userId of external) {
		await ensureBotUser(bridge, userId);
		await asMember(bridge, link, user, () => homeserver.invite(ghostId, link.matrixId, userId));
		await reconcileMembers(bridge, link.matrixId, { only: [userId], by: user });
	}
}

/**
 * Removes somebody from a federated room, bans them, or lifts the ban, as the ghost of a member.
 * @throws FederationError `matrix-forbids`
 */
export async function changeMember(
	bridge: ConfiguredBridge,
	link: RoomLink,
	user: RocketChatUser,
	{ action, userId, reason }: { action: RemovalAction; userId: UserId; reason: string | undefined },
): Promise<void> {
	const ghostId = await ensureGhost(bridge, user);
	await asMember(bridge, link, user, () =>
		bridge.homeserver[action](ghostId, link.matrixId, userId, reason),
	);
	await reconcileMembers(bridge, link.matrixId, { only: [userId], by: user });
}

/** Does something as the ghost of a member, which joins first if it is not in the Matrix room yet. */
async function asMember(
	bridge: ConfiguredBridge,
	link: RoomLink,
	sender: RocketChatUser,
	work: () => Promise<void>,
): Promise<void> {
	try {
		await sendAsMember(bridge, { link, sender }, work);
	} catch (error) {
		const isForbidden =
			isErrcode(error, 'M_FORBIDDEN') ||
			(error instanceof FederationError && error.code === 'may-not-write-there');
		throw isForbidden ? new FederationError('matrix-forbids', {}, { cause: error }) : error;
	}
}
