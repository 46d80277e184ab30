import { FederationError, isCode } from '../../errors';
import type { ConfiguredBridge } from '../../configured-bridge';
import { translate } from '../../i18n';
import { HomeserverError } from '../../matrix/homeserver-error';
import {
	parseRoomId,
	serverOf,
	type RoomAlias,
	type RoomId,
	type ServerName,
	type UserId,
} from '../../matrix/ids';
import { isAlias, type RoomAddress } from '../../matrix/room-address';
import { requireAllowedServer } from '../../people/server-gate';
import { joinRefusal, requireJoinable, unreachableRefusal } from './refusals';
import { reasonToLeave } from './unusable-room';

/** Upgrades of a room that are followed while joining. */
const MAX_UPGRADES = 5;

/** A room that is to be joined. */
export interface Target {
	readonly roomId: RoomId;
	readonly via: readonly ServerName[];
	/** How people know the room. */
	readonly name: string;
}

/** How a room is joined. */
export interface Entry {
	/** Whether to ask the members of a room that lets in who asks. */
	readonly mayKnock: boolean;
	/** Whether to leave a room again that was replaced by another. */
	readonly mayFollow: boolean;
}

/** What became of the wish to join a room; `replacedBy` is the room that replaces it, which the ghost has not joined. */
type Entered = 'joined' | 'knocked' | { readonly replacedBy: Target };

/**
 * Joins a room in the queue of its events, and the room that replaces it if it was replaced.
 * @param enter joins one room, and returns a result, or the room to go on with
 * @throws what `enter` throws
 */
export async function followUpgrades<Result>(
	bridge: ConfiguredBridge,
	first: Target,
	enter: (target: Target, mayFollow: boolean) => Promise<Result | { readonly replacedBy: Target }>,
): Promise<Result> {
	let target = first;
	for (let upgrades = 0; ; upgrades += 1) {
		const current = target;
		// What is pushed meanwhile comes behind what the joining relays.
		const outcome = await bridge.queues.run(`matrix ${current.roomId}`, 0, () =>
			enter(current, upgrades < MAX_UPGRADES),
		);
		if (!isReplaced(outcome)) {
			return outcome;
		}
		target = outcome.replacedBy;
	}
}

function isReplaced(outcome: unknown): outcome is { readonly replacedBy: Target } {
	return typeof outcome === 'object' && outcome !== null && 'replacedBy' in outcome;
}

/**
 * Finds the room of an address.
 * @throws FederationError `server-blocked`, `room-unknown`, `room-unreachable`
 */
export async function resolveAddress(bridge: ConfiguredBridge, { id, via }: RoomAddress): Promise<Target> {
	for (const server of id.includes(':') ? [serverOf(id as RoomAlias)] : []) {
		requireAllowedServer(bridge, server);
	}
	const allowed = via.filter((server) => bridge.servers.allows(server));
	if (!isAlias(id)) {
		return { roomId: id, via: allowed, name: id };
	}
	try {
		const found = await bridge.homeserver.directory.lookUpAlias(id);
		if (found) {
			const servers = found.servers.filter((server) => bridge.servers.allows(server));
			return { roomId: found.roomId, via: [...new Set([...allowed, ...servers])], name: id };
		}
	} catch (error) {
		throw error instanceof HomeserverError ? (unreachableRefusal(error, id) ?? error) : error;
	}
	throw new FederationError('room-unknown', { room: id });
}

/**
 * Has a ghost join a room. It leaves a room again that the workspace cannot use.
 * @throws FederationError with the reason if it cannot be joined or used
 */
export async function enterRoom(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	target: Target,
	{ mayKnock, mayFollow }: Entry,
): Promise<Entered> {
	if (await join(bridge, ghostId, target, mayKnock)) {
		return 'knocked';
	}
	const replacedBy = mayFollow ? await replacementOf(bridge, ghostId, target) : undefined;
	if (replacedBy) {
		await bridge.homeserver.members.leave(ghostId, target.roomId, translate('leave_replaced'));
		return { replacedBy };
	}
	await requireUsable(bridge, ghostId, target);
	return 'joined';
}

/** @returns whether the ghost has only asked to be let in */
async function join(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	{ roomId, via, name }: Target,
	mayKnock: boolean,
): Promise<boolean> {
	const room = await homeserver.directory.roomSummary(ghostId, roomId, via);
	try {
		if (room) {
			requireJoinable(room, name, ghostId);
		}
		await homeserver.members.join(ghostId, roomId, via);
		return false;
	} catch (error) {
		const refusal = joinRefusal(error, { name, ghost: ghostId, room });
		if (mayKnock && isCode(refusal, 'room-knock')) {
			await homeserver.members.knock(ghostId, roomId, via);
			return true;
		}
		throw refusal;
	}
}

/** @returns the room that replaces one that was upgraded. Client-Server API, "Room upgrades" */
async function replacementOf(
	{ homeserver, servers }: ConfiguredBridge,
	ghostId: UserId,
	{ roomId, name }: Target,
): Promise<Target | undefined> {
	const tombstone = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.tombstone');
	const replacement = parseRoomId(tombstone?.content.replacement_room);
	if (!tombstone || !replacement) {
		return undefined;
	}
	const server = tombstone.sender.includes(':') ? [serverOf(tombstone.sender as UserId)] : [];
	return { roomId: replacement, via: server.filter((one) => servers.allows(one)), name };
}

/**
 * Has the ghost leave a room again that is of no use.
 * @throws FederationError `room-is-space`, `room-encrypted-there`
 */
async function requireUsable(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	{ roomId, name }: Target,
): Promise<void> {
	const reason = await reasonToLeave(bridge, ghostId, roomId);
	if (reason) {
		await bridge.homeserver.members.leave(ghostId, roomId, translate(reason));
		const code = reason === 'decline_space' ? 'room-is-space' : 'room-encrypted-there';
		throw new FederationError(code, { room: name });
	}
}
