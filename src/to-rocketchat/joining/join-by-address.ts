import { FederationError } from '../../errors';
import type { ConfiguredBridge } from '../../configured-bridge';
import { translate, type TextKey } from '../../i18n';
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
import { ensureGhost } from '../../people/ghost';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { isFederatedRoom } from '../../store/links';
import { joinFederatedRoom } from '../invitations/join-room';
import { joinRefusal, requireAllowedServer, requireJoinable, unreachableRefusal } from './refusals';

/** Upgrades of a room that are followed while joining. */
const MAX_UPGRADES = 5;

/** What became of the wish to join a room. */
export type JoinResult =
	| { readonly what: 'joined' | 'member'; readonly rocketChatId: RocketChatRoomId }
	| { readonly what: 'knocked' };

/** A room that is to be joined. */
interface Target {
	readonly roomId: RoomId;
	readonly via: readonly ServerName[];
	/** How people know the room. */
	readonly name: string;
}

/**
 * Joins a room on Matrix as the ghost of a local user, and gives it a channel or group in Rocket.Chat, of which the user is a
 * member. A room that somebody from here is in has one already. A room that was replaced leads to the one that replaces it.
 * @param mayKnock whether to ask the members of a room that lets in who asks
 * @throws FederationError with the reason if it cannot be joined
 */
export async function joinByAddress(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	address: RoomAddress,
	mayKnock: boolean,
): Promise<JoinResult> {
	await bridge.plan.require('public_room');
	const ghostId = await ensureGhost(bridge, user);
	let target = await resolve(bridge, address);
	for (let upgrades = 0; ; upgrades += 1) {
		const current = target;
		// In the queue of the room's events: what is pushed meanwhile comes behind the history.
		const outcome = await bridge.queues.run(`matrix ${current.roomId}`, 0, () =>
			joinInTurn(bridge, user, { ...current, ghostId }, mayKnock, upgrades < MAX_UPGRADES),
		);
		if ('what' in outcome) {
			return outcome;
		}
		target = outcome;
	}
}

/** @returns the result; or the room that replaces this one, which the ghost has left again */
async function joinInTurn(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	target: Target & { readonly ghostId: UserId },
	mayKnock: boolean,
	mayFollow: boolean,
): Promise<JoinResult | Target> {
	const { ghostId, roomId, name } = target;
	const known = await memberOf(bridge, user, roomId);
	if (known) {
		return { what: 'member', rocketChatId: known };
	}
	if (await join(bridge, ghostId, target, mayKnock)) {
		return { what: 'knocked' };
	}
	const next = mayFollow ? await replacementOf(bridge, ghostId, target) : undefined;
	if (next) {
		await bridge.homeserver.leave(ghostId, roomId, translate('leave_replaced'));
		return next;
	}
	await requireUsable(bridge, ghostId, target);
	const refusal = await joinFederatedRoom(bridge, { ghostId, roomId }, user);
	const link = refusal ? undefined : await bridge.store.rooms.byMatrixId(roomId);
	if (!link) {
		throw new FederationError('room-encrypted-there', { room: name });
	}
	return { what: 'joined', rocketChatId: link.rocketChatId };
}

/** @throws FederationError `server-blocked`, `room-unknown`, `room-unreachable` */
async function resolve(bridge: ConfiguredBridge, { id, via }: RoomAddress): Promise<Target> {
	for (const server of id.includes(':') ? [serverOf(id as RoomAlias)] : []) {
		requireAllowedServer(bridge, server);
	}
	const allowed = via.filter((server) => bridge.servers.allows(server));
	if (!isAlias(id)) {
		return { roomId: id, via: allowed, name: id };
	}
	try {
		const found = await bridge.homeserver.lookUpAlias(id);
		if (found) {
			const servers = found.servers.filter((server) => bridge.servers.allows(server));
			return { roomId: found.roomId, via: [...new Set([...allowed, ...servers])], name: id };
		}
	} catch (error) {
		throw error instanceof HomeserverError ? (unreachableRefusal(error, id) ?? error) : error;
	}
	throw new FederationError('room-unknown', { room: id });
}

/** @returns the room of a Matrix room in which the user is a member already */
async function memberOf(
	{ store, people }: ConfiguredBridge,
	user: RocketChatUser,
	roomId: RoomId,
): Promise<RocketChatRoomId | undefined> {
	const link = await store.rooms.byMatrixId(roomId);
	if (!link || !isFederatedRoom(link)) {
		return undefined;
	}
	return (await people.roomIdsOf(user.id)).includes(link.rocketChatId) ? link.rocketChatId : undefined;
}

/** @returns whether the ghost has only asked to be let in */
async function join(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	{ roomId, via, name }: Target,
	mayKnock: boolean,
): Promise<boolean> {
	const room = await homeserver.roomSummary(ghostId, roomId, via);
	try {
		if (room) {
			requireJoinable(room, name, ghostId);
		}
		await homeserver.join(ghostId, roomId, via);
		return false;
	} catch (error) {
		const refusal = joinRefusal(error, { name, ghost: ghostId, room });
		if (mayKnock && refusal instanceof FederationError && refusal.code === 'room-knock') {
			await homeserver.knock(ghostId, roomId, via);
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
	const tombstone = await homeserver.stateEvent(ghostId, roomId, 'm.room.tombstone');
	const replacement = parseRoomId(tombstone?.content.replacement_room);
	if (!tombstone || !replacement) {
		return undefined;
	}
	const server = tombstone.sender.includes(':') ? [serverOf(tombstone.sender as UserId)] : [];
	return { roomId: replacement, via: server.filter((one) => servers.allows(one)), name };
}

/**
 * Homeservers without room summaries tell only members what a room is. The ghost leaves a room that is of no use again.
 * @throws FederationError `room-is-space`, `room-encrypted-there`
 */
async function requireUsable(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	{ roomId, name }: Target,
): Promise<void> {
	const leave = (reason: TextKey) => homeserver.leave(ghostId, roomId, translate(reason));
	const create = await homeserver.stateEvent(ghostId, roomId, 'm.room.create');
	if (create?.content.type === 'm.space') {
		await leave('decline_space');
		throw new FederationError('room-is-space', { room: name });
	}
	if (await homeserver.stateEvent(ghostId, roomId, 'm.room.encryption')) {
		await leave('decline_encrypted');
		throw new FederationError('room-encrypted-there', { room: name });
	}
}
