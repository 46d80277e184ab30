import type { ConfiguredBridge } from '../configured-bridge';
import { withHostFailures } from '../failure';
import { relinkMarkedRoom } from '../to-rocketchat/rooms/relink-room';
import type { RocketChatRoomId } from '../rocketchat/ids';
import { openPending, requestMissedOpening } from './direct-messages/opening-by-message';

/**
 * Gives a direct message its Matrix room before it is compared with it: opens the room if that was requested, or if somebody wrote in
 * it while the app did not run, or links the room of its mark again after a reinstallation. Does nothing for a room that has one.
 * @throws FederationError if the homeserver or the host cannot be used; it is to be called again then
 */
export async function linkRoom(bridge: ConfiguredBridge, roomId: RocketChatRoomId): Promise<void> {
	if ((await openPending(bridge, roomId)) || (await bridge.store.progress.of(roomId))) {
		return;
	}
	const isLinked = await withHostFailures(() => relinkMarkedRoom(bridge, roomId));
	if (!isLinked && (await withHostFailures(() => requestMissedOpening(bridge, roomId)))) {
		await openPending(bridge, roomId);
	}
}
