import { bridgeStateTypes } from '../../convert/bridge-state';
import { fieldIn } from '../../convert/json';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { StateEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import { parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { botIdOf, isOwnMatrixUser } from '../../matrix/namespace';
import { ensureBotUser } from '../../people/bot-user';
import { ensureGhost } from '../../people/ghost';
import { MAX_JOINED_AT_ONCE } from '../../people/members/limits';
import { needsGhost } from '../../people/members/person';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { linkFederatedRoom } from './link-federated-room';
import { keepPresentState } from '../room-state/keep-present';

/**
 * Milliseconds before the start of the app from which messages are compared: what people wrote while the app was not there. What
 * was sent before is found on Matrix by its time, so it is not sent again.
 */
export const LOOKED_BACK_MS = 3_600_000;

/** Local members whose ghosts are tried before the Matrix room counts as unreadable. */
const MAX_READERS_TRIED = 5;

/**
 * Links a channel or group again after the app was uninstalled and installed again. The mark alone is no proof, since the owners of a
 * room can write it: nobody may read another room by it. So either the Matrix room names the room of Rocket.Chat, in the event that the
 * app wrote when it was bridged, or all local members of one are in the other, and nobody else of this workspace is. Both sides keep
 * the settings and roles that they have now.
 * @returns whether the room is linked now
 * @throws HomeserverError if the Matrix room cannot be read
 */
export async function relinkFederatedRoom(
	bridge: ConfiguredBridge,
	room: RocketChatRoom,
	roomId: RoomId,
): Promise<boolean> {
	const { people, rooms, startedAt } = bridge;
	const members = await rooms.members(room.id);
	const local = members.filter((member) => !people.isMadeByApp(member) && needsGhost(member));
	const found = await readAsMember(bridge, local, roomId);
	if (!found) {
		return false;
	}
	const { ghostId, state } = found;
	const isEncrypted = state.some(({ type }) => type === 'm.room.encryption');
	if (isEncrypted || !(namesRoom(bridge, state, room) || (await hasSameLocals(bridge, local, state)))) {
		return false;
	}
	await noteMembers(bridge, roomId, members, state);
	await keepPresentState(bridge, { room, matrixId: roomId, ghostId });
	const writtenSince = startedAt - LOOKED_BACK_MS;
	await linkFederatedRoom(bridge, { matrixId: roomId, rocketChatId: room.id, ghostId, writtenSince });
	return true;
}

/** @returns the person on Matrix for whom a bot user stands, by its username */
export function externalIdOf({ username }: RocketChatUser): UserId | undefined {
	return parseUserId(`@${username}`);
}

/** @returns undefined if the ghost is not in the room */
export async function stateAs(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<readonly StateEvent[] | undefined> {
	try {
		return await homeserver.rooms.state(ghostId, roomId);
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
			return undefined;
		}
		throw error;
	}
}

/** @returns the state of a Matrix room, and the ghost of a local member who is in it; undefined if none of the first few is */
async function readAsMember(
	bridge: ConfiguredBridge,
	local: readonly RocketChatUser[],
	roomId: RoomId,
): Promise<{ readonly ghostId: UserId; readonly state: readonly StateEvent[] } | undefined> {
	for (const member of local.slice(0, MAX_READERS_TRIED)) {
		const ghostId = await ensureGhost(bridge, member);
		const state = await stateAs(bridge, ghostId, roomId);
		if (state && membershipIn(state, ghostId) === 'join') {
			return { ghostId, state };
		}
	}
	return undefined;
}

/** @returns whether the app has written into a Matrix room that it is bridged to a room of Rocket.Chat */
function namesRoom(
	{ configuration }: ConfiguredBridge,
	state: readonly StateEvent[],
	{ id }: RocketChatRoom,
): boolean {
	return state.some(
		({ type, sender, content }) =>
			bridgeStateTypes.some((known) => known === type) &&
			isOwnMatrixUser(sender as UserId, configuration) &&
			content.bridgebot === botIdOf(configuration) &&
			fieldIn(content, 'channel', 'id') === id,
	);
}

/** @returns whether the ghosts in a Matrix room are those of the local members; not of a large room, where they join when they write */
async function hasSameLocals(
	bridge: ConfiguredBridge,
	local: readonly RocketChatUser[],
	state: readonly StateEvent[],
): Promise<boolean> {
	if (local.length > MAX_JOINED_AT_ONCE) {
		return false;
	}
	const expected = new Set<string>();
	for (const member of local) {
		expected.add(await ensureGhost(bridge, member));
	}
	const bot = botIdOf(bridge.configuration);
	const ghosts = state
		.filter(({ type, content }) => type === 'm.room.member' && content.membership === 'join')
		.map(({ state_key }) => state_key)
		.filter((id) => id !== bot && isOwnMatrixUser(id as UserId, bridge.configuration));
	return ghosts.length === expected.size && ghosts.every((id) => expected.has(id));
}

/**
 * Notes as members on whom both sides agreed: the external people who are shown, and the local ones who are or were in the Matrix room.
 * So whoever has left meanwhile, or was removed, is taken out here, and who has joined here meanwhile comes in there.
 */
async function noteMembers(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	members: readonly RocketChatUser[],
	state: readonly StateEvent[],
): Promise<void> {
	const { people, store } = bridge;
	const agreed = new Set<UserId>();
	for (const member of members) {
		const external = people.isMadeByApp(member) ? externalIdOf(member) : undefined;
		if (external) {
			await ensureBotUser(bridge, external, member.name);
			agreed.add(external);
			continue;
		}
		const ghostId = (await store.users.byRocketChatId(member.id))?.matrixId;
		if (ghostId && membershipIn(state, ghostId) !== undefined) {
			agreed.add(ghostId);
		}
	}
	await store.members.replace(roomId, agreed);
}

function membershipIn(state: readonly StateEvent[], userId: UserId): unknown {
	const event = state.find(({ type, state_key }) => type === 'm.room.member' && state_key === userId);
	return event?.content.membership;
}
