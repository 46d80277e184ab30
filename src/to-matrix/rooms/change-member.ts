import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError, isCode, type ErrorCode } from '../../errors';
import { HomeserverError } from '../../matrix/homeserver-error';
import type { Membership } from '../../matrix/events';
import type { UserId } from '../../matrix/ids';
import { ensureBotUser } from '../../people/bot-user';
import { ensureGhost } from '../../people/ghost';
import { reconcileOrLeaveToOwner } from '../../people/members/reconcile-or-leave';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RoomLink } from '../../store/store';
import { settleRolesOfNewcomer } from '../../to-rocketchat/room-state/newcomer';
import { lookUpExternalUser } from '../direct-messages/external-user';
import { sendAsMember } from './send-as-member';

/** What a member does with the membership of somebody else, with the reason that the others read. */
export type RemovalAction = 'kick' | 'ban' | 'unban';

/** Why a change of somebody's membership is refused, by the membership that they have. */
const refusals: Readonly<Record<RemovalAction | 'invite', Readonly<Partial<Record<Membership, ErrorCode>>>>> =
	{
		invite: { join: 'member-already', ban: 'member-banned' },
		kick: { leave: 'member-absent', ban: 'member-banned' },
		ban: {},
		unban: {
			...{ join: 'member-not-banned', invite: 'member-not-banned' },
			...{ knock: 'member-not-banned', leave: 'member-not-banned' },
		},
	};

/**
 * Invites external people to a federated room, as the ghost of a member. Rocket.Chat shows them as members from then on.
 * @throws FederationError `member-already`, `member-banned`, `matrix-forbids`, or why somebody cannot be invited; nobody behind them is
 * invited then
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
		const change = { action: 'invite', ghostId, userId } as const;
		await asMember(bridge, link, user, change, () =>
			homeserver.members.invite(ghostId, link.matrixId, userId),
		);
		await reconcileOrLeaveToOwner(bridge, link, { only: [userId], by: user });
		await settleRolesOfNewcomer(bridge, link.matrixId, userId);
	}
}

/**
 * Removes somebody from a federated room, bans them, or lifts the ban, as the ghost of a member.
 * @throws FederationError `member-self`, `member-absent`, `member-banned`, `member-not-banned`, `matrix-forbids`
 */
export async function changeMember(
	bridge: ConfiguredBridge,
	link: RoomLink,
	user: RocketChatUser,
	{ action, userId, reason }: { action: RemovalAction; userId: UserId; reason: string | undefined },
): Promise<void> {
	const ghostId = await ensureGhost(bridge, user);
	if (userId === ghostId) {
		throw new FederationError('member-self');
	}
	await asMember(bridge, link, user, { action, ghostId, userId }, () =>
		bridge.homeserver.members[action](ghostId, link.matrixId, userId, reason),
	);
	await reconcileOrLeaveToOwner(bridge, link, { only: [userId], by: user });
}

/** A change of somebody's membership by the ghost of a member. */
interface Change {
	readonly action: keyof typeof refusals;
	readonly ghostId: UserId;
	readonly userId: UserId;
}

/** Changes a membership as the ghost of a member, which joins first if it is not in the Matrix room yet. */
async function asMember(
	bridge: ConfiguredBridge,
	link: RoomLink,
	sender: RocketChatUser,
	change: Change,
	work: () => Promise<void>,
): Promise<void> {
	try {
		await sendAsMember(bridge, { link, sender }, work);
	} catch (error) {
		throw await refusalOf(bridge, link, change, error);
	}
}

/**
 * @returns why a change fails: the homeserver's answer, or, if it refuses, what the membership of the person tells. What does not fit the
 * membership is M_FORBIDDEN or M_BAD_STATE on Synapse, and M_UNKNOWN with status 400 or 403 on Dendrite
 */
async function refusalOf(
	{ homeserver }: ConfiguredBridge,
	{ matrixId }: RoomLink,
	{ action, ghostId, userId }: Change,
	cause: unknown,
): Promise<unknown> {
	const status = cause instanceof HomeserverError ? cause.ownStatus : undefined;
	const isForbidden = status === 403 || isCode(cause, 'may-not-write-there');
	if (!isForbidden && status !== 400) {
		return cause;
	}
	// A ghost that was removed from the room may not ask.
	const membership = await homeserver.members.membership(ghostId, matrixId, userId).catch(() => undefined);
	const code = (membership && refusals[action][membership]) ?? (isForbidden ? 'matrix-forbids' : undefined);
	return code ? new FederationError(code, { user: userId }, { cause }) : cause;
}
