import { FederationError } from '../errors';
import { parseUserId } from '../matrix/ids';
import { parseRoomAddress, type RoomAddress } from '../matrix/room-address';
import { shorten } from './named-people';

/** @returns the address of a room that was typed @throws FederationError `person-not-room`, `room-address-invalid` */
export function requireRoomAddress(typed: string): RoomAddress {
	const address = parseRoomAddress(typed);
	if (address) {
		return address;
	}
	const code = parseUserId(typed) ? 'person-not-room' : 'room-address-invalid';
	throw new FederationError(code, { given: shorten(typed) });
}
