import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { RoomId } from '../../matrix/ids';
import { reconcileRoles } from '../../to-rocketchat/room-state/reconcile-roles';
import { reconcileSettings } from '../../to-rocketchat/room-state/reconcile-settings';
import { isTemporary } from '../delivery';

/**
 * Gives both sides of a federated room the same settings and roles, after a start of the app or when that was asked for. Does
 * nothing for a direct message. To be called after the members are the same: only members have roles.
 * @param isFirst whether the room was not compared yet since the app started
 * @throws FederationError if the homeserver or the host cannot be used; it is to be called again then
 */
export async function compareSettings(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	isFirst: boolean,
): Promise<void> {
	const { staleSettings, log } = bridge;
	if (!isFirst && !staleSettings.has(roomId)) {
		return;
	}
	staleSettings.add(roomId); // until it is done
	try {
		await reconcileSettings(bridge, roomId);
		await reconcileRoles(bridge, roomId);
	} catch (error) {
		const failure = failureOf(error);
		if (isTemporary(failure)) {
			throw failure;
		}
		// It would come again, and must not hold up the messages of the room.
		log.failure('the settings of a room could not be compared', failure, { roomId });
	}
	staleSettings.delete(roomId);
}
