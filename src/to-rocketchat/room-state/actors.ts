import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import type { StateEvent } from '../../matrix/events';
import { parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { ensureGhost } from '../../people/ghost';
import { ghostsIn } from '../../people/members/reader';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RoomLink } from '../../store/store';

/**
 * Finds the ghost that changes something on Matrix: that of the person who changed it in Rocket.Chat. If that is not known, or they are
 * not in the room, as an administrator of the workspace may be, it is a ghost that may do it.
 * @param may whether somebody may do it, by the room's creation and power levels
 * @throws FederationError `may-not-write-there` if no ghost is in the room
 */
export async function actorIn(
	bridge: ConfiguredBridge,
	link: RoomLink,
	by: RocketChatUser | undefined,
	may: (state: readonly StateEvent[], ghostId: UserId) => boolean,
): Promise<UserId> {
	const ghosts = await ghostsIn(bridge, link);
	const own = by && !bridge.people.isMadeByApp(by) ? await ensureGhost(bridge, by) : undefined;
	if (own && ghosts.includes(own)) {
		return own;
	}
	const [reader] = ghosts;
	if (!reader) {
		throw new FederationError('may-not-write-there');
	}
	const state = await powerState(bridge, reader, link.matrixId);
	return ghosts.find((ghostId) => may(state, ghostId)) ?? reader;
}

/** @returns the events that say who may do what in a room */
export async function powerState(
	{ homeserver }: ConfiguredBridge,
	reader: UserId,
	roomId: RoomId,
): Promise<readonly StateEvent[]> {
	const events = await Promise.all([
		homeserver.rooms.stateEvent(reader, roomId, 'm.room.create'),
		homeserver.rooms.stateEvent(reader, roomId, 'm.room.power_levels'),
	]);
	return events.filter((event) => event !== undefined);
}

/** @returns whether the app itself has sent a state event, as a ghost; false if the homeserver does not say who did */
export function isOfApp({ configuration }: ConfiguredBridge, event: StateEvent | undefined): boolean {
	const sender = parseUserId(event?.sender);
	return sender !== undefined && isOwnMatrixUser(sender, configuration);
}
