import type { ConfiguredBridge } from '../configured-bridge';
import { FederationError } from '../errors';
import type { RoomEvent } from '../matrix/events';
import { serverOf, type ServerName, type UserId } from '../matrix/ids';
import type { BlockedMembers } from '../store/links';

/** @returns whether the lists of servers shut out the server of a person */
export function isServerBlocked({ servers }: Pick<ConfiguredBridge, 'servers'>, person: UserId): boolean {
	return !servers.allows(serverOf(person));
}

/** @returns which external members of a room are on blocked servers */
export function blockedMembersOf(
	bridge: Pick<ConfiguredBridge, 'servers'>,
	external: readonly UserId[],
): BlockedMembers {
	const people = external.filter((person) => isServerBlocked(bridge, person)).sort();
	return { people, isEverybody: people.length > 0 && people.length === external.length };
}

/** @throws FederationError `server-blocked` if a server is blocked */
export function requireAllowedServer(
	{ servers }: Pick<ConfiguredBridge, 'servers'>,
	server: ServerName,
): void {
	if (!servers.allows(server)) {
		throw new FederationError('server-blocked', { server });
	}
}

/** @throws FederationError `server-blocked` if the server of one of the people is blocked */
export function requireAllowedServers(
	bridge: Pick<ConfiguredBridge, 'servers'>,
	people: readonly UserId[],
): void {
	const blocked = people.filter((person) => isServerBlocked(bridge, person));
	if (blocked.length > 0) {
		throw serverBlocked(blocked);
	}
}

/** @returns the error that names the servers of some people, each once */
export function serverBlocked(people: readonly UserId[]): FederationError {
	return new FederationError('server-blocked', { server: serversOf(people) });
}

/** @returns the names of the servers of some people, each once */
export function serversOf(people: readonly UserId[]): string {
	return [...new Set(people.map(serverOf))].join(', ');
}

/**
 * Events that are handled also if they come from a blocked server: they tell who is in a room and who can read it. An invitation
 * is declined there.
 */
const accessTypes: readonly string[] = [
	'm.room.member',
	'm.room.encryption',
	'm.room.join_rules',
	'm.room.history_visibility',
];

/** @returns whether an event has no effect, because its sender's server is blocked; then it is counted for the status */
export function isDroppedFromBlockedServer(
	bridge: Pick<ConfiguredBridge, 'servers' | 'droppedEvents'>,
	{ sender, type, stateKey, eventId }: Pick<RoomEvent, 'sender' | 'type' | 'stateKey' | 'eventId'>,
): boolean {
	const tellsAccess = stateKey !== undefined && accessTypes.includes(type);
	const isDropped = !tellsAccess && isServerBlocked(bridge, sender);
	if (isDropped) {
		bridge.droppedEvents.add(`blocked server ${serverOf(sender)}`, eventId);
	}
	return isDropped;
}
