import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomLink } from '../store/store';

/** Whether somebody on Matrix who is no member of a direct message can read what is sent there, or the room is encrypted. */
export function isReadByOthers({ access = [], guests = [] }: RoomLink): boolean {
	return access.length > 0 || guests.length > 0;
}

/** @returns why nothing is sent to a Matrix room any more; undefined if it is */
export function reasonToStop(
	{ configuration }: Pick<ConfiguredBridge, 'configuration'>,
	link: RoomLink,
): 'room-replaced' | 'encrypted-on-matrix' | 'others-read-along' | undefined {
	if (link.replacedBy !== undefined) {
		return 'room-replaced';
	}
	if (link.access?.includes('encrypted')) {
		return 'encrypted-on-matrix';
	}
	return isReadByOthers(link) && configuration.readAlong === 'stop' ? 'others-read-along' : undefined;
}
