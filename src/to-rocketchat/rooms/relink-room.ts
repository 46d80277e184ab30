import { UserType } from '@rocket.chat/apps-engine/definition/users';
import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { ConfiguredBridge } from '../../configured-bridge';
import { isInvitedOrJoined, type StateEvent } from '../../matrix/events';
import { parseRoomId, type RoomId, type UserId } from '../../matrix/ids';
import type { RocketChatRoom } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { matrixRoomIdIn } from '../../rocketchat/rooms';
import { ensureBotUser } from '../../people/bot-user';
import { botUsernameOf } from '../../people/bot-username';
import { ensureGhost } from '../../people/ghost';
import { blockedMembersOf } from '../../people/server-gate';
import { externalIdOf, LOOKED_BACK_MS, relinkFederatedRoom, stateAs } from './relink-federated-room';

/** The members of a direct message, with the ids that they have on Matrix. */
interface Members {
	readonly ghostIds: readonly UserId[];
	readonly external: readonly { readonly userId: UserId; readonly name: string }[];
}

/**
 * Links a room again whose mark names a Matrix room, but which has no link: the app was uninstalled, which removes
 * its store, and installed again. Bot users, marks and ghosts outlive that. Anybody who may edit a room's custom fields can
 * write a mark, so the Matrix room of a direct message has to have the same members; `relinkFederatedRoom` has what a channel or
 * group needs.
 * @returns whether the room is linked now
 * @throws HomeserverError if the Matrix room cannot be read
 */
export async function relinkMarkedRoom(
	bridge: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<boolean> {
	const room = await bridge.rooms.byId(rocketChatRoomId);
	const roomId = room && parseRoomId(matrixRoomIdIn(room));
	if (!room || !roomId) {
		return false;
	}
	// A room that is being joined has its mark before its link.
	return bridge.queues.run(`matrix ${roomId}`, 0, async () => {
		const link = await bridge.store.rooms.byMatrixId(roomId);
		return link?.rocketChatId === room.id || relink(bridge, room, roomId);
	});
}

/**
 * The same for a Matrix room of which an event came: looks for the room among the rooms of the sender's bot user. A
 * Matrix room that has none is looked for once. Costs no call for a linked room that was used lately.
 * @throws HomeserverError if the Matrix room cannot be read
 */
export async function relinkRoomOfEvent(
	bridge: ConfiguredBridge,
	{ roomId, sender }: { readonly roomId: RoomId; readonly sender: UserId },
): Promise<void> {
	const { people, rooms, refusedMarks } = bridge;
	const search = `${roomId} ${sender}`;
	if (refusedMarks.has(search) || (await bridge.store.rooms.byMatrixId(roomId))) {
		return;
	}
	const botUser = await people.byUsername(botUsernameOf(sender));
	for (const id of botUser && people.isMadeByApp(botUser) ? await people.roomIdsOf(botUser.id) : []) {
		const room = await rooms.byId(id);
		if (room && matrixRoomIdIn(room) === roomId && (await relink(bridge, room, roomId))) {
			return;
		}
	}
	refusedMarks.add(search);
}

/** @returns what names a room and its mark among the refused ones */
export function markKey(room: Pick<RocketChatRoom, 'id' | 'customFields'>): string {
	return `${room.id} ${String(matrixRoomIdIn(room))}`;
}

async function relink(bridge: ConfiguredBridge, room: RocketChatRoom, roomId: RoomId): Promise<boolean> {
	const { store, refusedMarks } = bridge;
	if (refusedMarks.has(markKey(room)) || (await store.rooms.byMatrixId(roomId))) {
		return false;
	}
	const isDirect = room.type === RoomType.DIRECT_MESSAGE;
	const isLinked = await (isDirect
		? relinkDirectMessage(bridge, room, roomId)
		: relinkFederatedRoom(bridge, room, roomId));
	if (isLinked) {
		bridge.log.info('a room was linked again', { roomId, rocketChatRoomId: room.id });
	} else {
		refusedMarks.add(markKey(room));
	}
	return isLinked;
}

async function relinkDirectMessage(
	bridge: ConfiguredBridge,
	room: RocketChatRoom,
	roomId: RoomId,
): Promise<boolean> {
	const members = await membersOf(bridge, room.id);
	const [ghostId] = members?.ghostIds ?? [];
	const state = ghostId && (await stateAs(bridge, ghostId, roomId));
	if (!members || !ghostId || !state || !isSameRoom(members, state)) {
		return false;
	}
	for (const { userId, name } of members.external) {
		await ensureBotUser(bridge, userId, name);
	}
	const present = presentIn(state);
	const departed = members.external.map(({ userId }) => userId).filter((userId) => !present.has(userId));
	const blocked = blockedMembersOf(
		bridge,
		members.external.map(({ userId }) => userId),
	);
	await bridge.store.rooms.claim({
		...{ matrixId: roomId, rocketChatId: room.id, ghostId },
		...(departed.length > 0 && { departed }),
		...(blocked.people.length > 0 && { blocked }),
	});
	await bridge.outgoing.startRelaying(room.id, roomId, bridge.startedAt - LOOKED_BACK_MS);
	return true;
}

/** @returns undefined if somebody is neither a local person nor an external one, or if one of the kinds is missing */
async function membersOf(
	bridge: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<Members | undefined> {
	const { people, rooms } = bridge;
	const members = await rooms.members(rocketChatRoomId);
	const local = members.filter((member) => member.type === UserType.USER);
	const external = members.flatMap((member) => {
		const userId = people.isMadeByApp(member) ? externalIdOf(member) : undefined;
		return userId === undefined ? [] : [{ userId, name: member.name }];
	});
	if (local.length === 0 || external.length === 0 || local.length + external.length < members.length) {
		return undefined;
	}
	const ghostIds: UserId[] = [];
	for (const person of local) {
		ghostIds.push(await ensureGhost(bridge, person));
	}
	return { ghostIds, external };
}

/** Whether a Matrix room has all ghosts, one of the external people at least, and nobody else. An encrypted one is refused. */
function isSameRoom({ ghostIds, external }: Members, state: readonly StateEvent[]): boolean {
	const present = presentIn(state);
	const expected = new Set<string>([...ghostIds, ...external.map(({ userId }) => userId)]);
	return (
		!state.some(({ type }) => type === 'm.room.encryption') &&
		ghostIds.every((ghostId) => present.get(ghostId) === 'join') &&
		external.some(({ userId }) => present.has(userId)) &&
		[...present.keys()].every((userId) => expected.has(userId))
	);
}

/** @returns the membership of everybody who is in a room or invited to it */
function presentIn(state: readonly StateEvent[]): ReadonlyMap<string, unknown> {
	return new Map(
		state
			.filter(({ type, content }) => type === 'm.room.member' && isInvitedOrJoined(content.membership))
			.map(({ state_key, content }) => [state_key, content.membership]),
	);
}
