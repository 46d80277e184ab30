import { FederationError } from '../../errors';
import { HomeserverError, isErrcode } from '../../matrix/homeserver-error';
import type { UserId } from '../../matrix/ids';
import type { FoundRoom } from '../../matrix/room-directory';

/**
 * Finds out before joining why a room cannot be joined.
 * @param name how people know the room
 * @throws FederationError `room-is-space`, `room-encrypted-there`, `room-banned`, `room-invite-only`, `room-knock`
 */
export function requireJoinable(room: FoundRoom, name: string, ghost: UserId): void {
	const { isSpace, isEncrypted, joinRule, membership } = room;
	if (isSpace) {
		throw new FederationError('room-is-space', { room: name });
	}
	if (isEncrypted) {
		throw new FederationError('room-encrypted-there', { room: name });
	}
	if (membership === 'ban') {
		throw new FederationError('room-banned', { room: name });
	}
	if (membership === 'invite' || membership === 'join') {
		return;
	}
	if (joinRule === 'knock') {
		throw new FederationError('room-knock', { room: name });
	}
	if (joinRule === 'invite' || joinRule === 'private') {
		throw new FederationError('room-invite-only', { room: name, ghost });
	}
}

/**
 * @param room what is known of it
 * @returns the reason why the homeserver did not let a ghost join, in our words; the error itself for any other failure
 */
export function joinRefusal(
	error: unknown,
	{
		name,
		ghost,
		room,
	}: { readonly name: string; readonly ghost: UserId; readonly room: FoundRoom | undefined },
): unknown {
	if (!(error instanceof HomeserverError)) {
		return error;
	}
	if (isErrcode(error, 'M_FORBIDDEN', 'M_UNABLE_TO_AUTHORISE_JOIN')) {
		const options = { cause: error };
		if (/federation denied/i.test(error.reason)) {
			return new FederationError('server-denied', { server: name }, options);
		}
		if (/\bban(ned)?\b/i.test(error.reason)) {
			return new FederationError('room-banned', { room: name }, options);
		}
		if (room?.membership === 'invite') {
			return new FederationError('room-closed-to-invited', { room: name }, options);
		}
		if (room?.joinRule === 'knock_restricted') {
			return new FederationError('room-knock', { room: name }, options);
		}
		const needed = room?.allowedRooms.join(', ');
		if (needed) {
			return new FederationError('room-restricted', { room: name, needed }, options);
		}
		// Synapse describes a restricted room only to those who may join it (synapse/handlers/event_auth.py has this reason).
		return /required rooms/i.test(error.reason)
			? new FederationError('room-restricted-unnamed', { room: name, ghost }, options)
			: new FederationError('room-invite-only', { room: name, ghost }, options);
	}
	return unreachableRefusal(error, name) ?? error;
}

/** @returns the error if the homeserver answers that it did not find a room, or got no answer of the room's server */
export function unreachableRefusal(error: HomeserverError, name: string): FederationError | undefined {
	if (error.ownStatus === 404) {
		return new FederationError('room-unknown', { room: name }, { cause: error });
	}
	// Our homeserver answers with an error status if the other servers failed.
	return error.ownStatus !== undefined && error.isOutage
		? new FederationError('room-unreachable', { room: name }, { cause: error })
		: undefined;
}
