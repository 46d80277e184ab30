import { FederationError } from '../errors';
import { parseUserId } from '../matrix/ids';
import { withAsciiServers } from '../matrix/international-name';
import { parseRoomAddress, type RoomAddress } from '../matrix/room-address';
import { shorten } from './named-people';

/**
 * @returns the address of a room that was typed
 * @throws FederationError `room-similar`, `person-not-room`, `room-address-invalid`
 */
export function requireRoomAddress(typed: string): RoomAddress {
	const address = parseRoomAddress(typed);
	if (address) {
		return address;
	}
	const given = shorten(typed);
	const similar = parseRoomAddress(withAsciiServers(typed))?.id;
	if (similar) {
		throw new FederationError('room-similar', { given, similar });
	}
	throw new FederationError(parseUserId(typed) ? 'person-not-room' : 'room-address-invalid', { given });
}
