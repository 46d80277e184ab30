import type { ConfiguredBridge } from '../configured-bridge';
import { isInvitedOrJoined, type RoomEvent } from '../matrix/events';
import type { UserId } from '../matrix/ids';
import { reconcileMembers } from '../people/members/reconcile-members';

/**
 * Gives a federated room in Rocket.Chat the members that its Matrix room has. The event only says whose membership to look at: a
 * newer one may be there already. Costs no call for an external person of a large room who is not shown.
 * @param membership of the person from now on
 */
export async function relayMember(
	bridge: ConfiguredBridge,
	{ roomId }: RoomEvent,
	person: UserId,
	membership: unknown,
): Promise<void> {
	const isKnown = (await bridge.store.members.of(roomId)).has(person);
	if (isKnown !== isInvitedOrJoined(membership)) {
		await reconcileMembers(bridge, roomId, { only: [person] });
	}
}
