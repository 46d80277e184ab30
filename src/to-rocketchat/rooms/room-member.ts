import { cleanName } from '../../convert/clean-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import { isInvitedOrJoined, type RoomEvent } from '../../matrix/events';
import type { UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { showsNoMore } from '../../people/members/limits';
import { reconcileMembers } from '../../people/members/reconcile-members';
import { postLine } from '../lines';
import { forgetRolesOf, settleRolesOfNewcomer } from '../room-state/newcomer';

/**
 * Gives a federated room in Rocket.Chat the members that its Matrix room has, with their roles. The event only says whose
 * membership to look at: a newer one may be there already. Costs no call for an external person of a large room who is not shown.
 * @param membership of the person from now on
 */
export async function relayMember(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	person: UserId,
	membership: unknown,
): Promise<void> {
	const { roomId } = event;
	if (membership === 'knock') {
		await tellKnock(bridge, event, person);
		return;
	}
	const members = await bridge.store.members.of(roomId);
	const isIn = isInvitedOrJoined(membership);
	const isExternal = !isOwnMatrixUser(person, bridge.configuration);
	const staysHidden = isIn && isExternal && showsNoMore(bridge, members);
	if (members.has(person) !== isIn && !staysHidden) {
		await reconcileMembers(bridge, roomId, { only: [person] });
		await (isIn ? settleRolesOfNewcomer(bridge, roomId, person) : forgetRolesOf(bridge, roomId, person));
	}
}

/** Says in a federated room that somebody on Matrix asks to be let in. Client-Server API, "Knocking on rooms". */
async function tellKnock(
	bridge: ConfiguredBridge,
	{ eventId, roomId, content }: RoomEvent,
	person: UserId,
): Promise<void> {
	const room = await bridge.store.rooms.byMatrixId(roomId);
	if (!room) {
		return;
	}
	const text = workspaceTexts(bridge.workspace);
	const reason = cleanName(content.reason);
	const sentences = [
		text('member_knocks', { user: person }),
		...(reason === undefined ? [] : [text('removal_reason', { reason })]),
	];
	await postLine(bridge, { eventId, sender: person }, room, sentences.join(' '));
}
