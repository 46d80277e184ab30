import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { serverOf } from '../../matrix/ids';
import type { RocketChatUserId } from '../../rocketchat/ids';
import { isPending, type StoredInvitation } from '../../store/invitations';

/** @returns the invitations that wait for a user's answer, in the order of their numbers */
export async function waitingInvitations(
	{ store }: ConfiguredBridge,
	userId: RocketChatUserId,
): Promise<StoredInvitation[]> {
	return (await store.invitations.ofUser(userId)).filter(isPending);
}

/**
 * @param typed the number of an invitation, its room id, the id of its inviter, or the inviter's server
 * @returns the waiting invitations of a user that are meant
 * @throws FederationError `invitation-unknown`
 */
export async function selectInvitations(
	bridge: ConfiguredBridge,
	userId: RocketChatUserId,
	typed: string,
): Promise<StoredInvitation[]> {
	const meant = (await waitingInvitations(bridge, userId)).filter(({ number, roomId, inviter }) =>
		[String(number), roomId, inviter, serverOf(inviter)].includes(typed),
	);
	if (meant.length === 0) {
		throw new FederationError('invitation-unknown', { given: typed.slice(0, 80) });
	}
	return meant;
}
