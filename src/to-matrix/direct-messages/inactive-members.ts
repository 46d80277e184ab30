import { BoundedMap } from '../../bounded-map';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { workspaceTexts, type TextKey } from '../../i18n';
import { isInvitedOrJoined } from '../../matrix/events';
import { parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { readerOf } from '../../people/ghost-in-room';
import { sendNotice } from '../../people/tell-matrix-room';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatUserId } from '../../rocketchat/ids';
import { isFederatedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { MEMBERS_OF_TWO } from '../../to-rocketchat/direct-messages/members-of-two';

/** Rooms whose members are remembered; if there are more, all are looked up again. */
const MAX_REMEMBERED = 2_000;

/** Who is in the Matrix room of a direct message. */
interface JoinedMembers {
	/** How many external people. */
	readonly external: number;
	/** Each with the id of its local user. */
	readonly ghosts: ReadonlyMap<UserId, RocketChatUserId>;
}

/**
 * Tells the Matrix rooms of direct messages of several people whose account in Rocket.Chat is deactivated or deleted: the
 * ghost leaves with the reason, and comes back when the account is active again. Rocket.Chat raises no event of apps for
 * that (apps/meteor/app/lib/server/functions/setUserActiveStatus.ts), so the rooms in which people on Matrix have written are
 * looked at from time to time. A direct message of two needs nothing: Rocket.Chat refuses its messages, and that is told.
 */
export class InactiveMembers {
	/** The members of each room when it was last compared with Matrix. */
	private readonly compared = new BoundedMap<RoomId, string>(MAX_REMEMBERED);

	/** Compares the rooms in which somebody has written since the last call. Costs one call to the host for each of them. */
	async update(bridge: ConfiguredBridge): Promise<void> {
		const { heardRooms, homeserverState, log } = bridge;
		if (!homeserverState.isUsable) {
			return;
		}
		const rooms = [...heardRooms];
		heardRooms.clear();
		for (const roomId of rooms) {
			try {
				await this.updateRoom(bridge, roomId);
			} catch (error) {
				heardRooms.add(roomId);
				log.failure('the accounts in a room could not be compared', failureOf(error), { roomId });
			}
		}
	}

	private async updateRoom(bridge: ConfiguredBridge, roomId: RoomId): Promise<void> {
		const room = await bridge.store.rooms.byMatrixId(roomId);
		if (!room || isFederatedRoom(room)) {
			return;
		}
		const active = activeMembers(bridge, await bridge.rooms.members(room.rocketChatId));
		if (this.compared.get(roomId) === membersText(active, room)) {
			return;
		}
		const changed = await updateGhosts(bridge, room, active);
		this.compared.set(roomId, membersText(active, changed));
	}
}

/**
 * Brings the ghost of a local user back into the Matrix room that it left while their account was deactivated.
 * @returns whether it had left for that reason
 * @throws HomeserverError if it cannot be invited
 */
export async function returnToRoom(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	{ id }: RocketChatUser,
): Promise<boolean> {
	const { rooms, users } = bridge.store;
	// Another instance may have changed the link, so it is not taken from memory.
	const [room] = await rooms.allByMatrixId(roomId);
	const link = await users.byRocketChatId(id);
	if (!room?.ghostId || !link || !room.inactive?.includes(link.matrixId)) {
		return false;
	}
	await bringBack(bridge, room, room.ghostId, new Set([id]));
	return true;
}

/** @returns a text that differs if other people are active, or if other ghosts are out of the room as inactive */
function membersText(active: ReadonlySet<RocketChatUserId>, { inactive = [] }: RoomLink): string {
	return [...active, ...inactive].sort().join(' ');
}

/** @returns the ids of the people whose accounts are active */
function activeMembers(
	{ people }: ConfiguredBridge,
	members: readonly RocketChatUser[],
): ReadonlySet<RocketChatUserId> {
	const active = members.filter((member) => member.isEnabled && !people.isMadeByApp(member));
	return new Set(active.map(({ id }) => id));
}

/**
 * @param active the active local members in Rocket.Chat
 * @returns the room's link as it is stored now
 */
async function updateGhosts(
	bridge: ConfiguredBridge,
	room: RoomLink,
	active: ReadonlySet<RocketChatUserId>,
): Promise<RoomLink> {
	const reader = await readerOf(bridge, room);
	if (!reader) {
		return room;
	}
	const { external, ghosts } = await joinedMembers(bridge, room.matrixId, reader);
	const local = ghosts.size + (room.inactive?.length ?? 0);
	if (external + local <= MEMBERS_OF_TWO) {
		return room;
	}
	if (active.size === 0) {
		return tellNobodyReads(bridge, room, reader);
	}
	const staying = [...ghosts].find(([, userId]) => active.has(userId))?.[0];
	if (!staying) {
		return room;
	}
	const changed = await leaveAsInactive(bridge, room, staying, ghosts, active);
	return bringBack(bridge, changed, staying, active);
}

async function joinedMembers(
	{ homeserver, store, configuration }: ConfiguredBridge,
	roomId: RoomId,
	reader: UserId,
): Promise<JoinedMembers> {
	let external = 0;
	const ghosts = new Map<UserId, RocketChatUserId>();
	for (const { type, state_key: key, content } of await homeserver.rooms.state(reader, roomId)) {
		const userId = parseUserId(key);
		if (type !== 'm.room.member' || content.membership !== 'join' || !userId) {
			continue;
		}
		if (!isOwnMatrixUser(userId, configuration)) {
			external += 1;
			continue;
		}
		const link = await store.users.byMatrixId(userId);
		if (link) {
			ghosts.set(userId, link.rocketChatId);
		}
	}
	return { external, ghosts };
}

/**
 * Has the ghosts leave whose local users are not active. Those of deactivated accounts are stored, to bring them back later.
 * @param staying a ghost that stays; the app reads the room as this one from now on
 * @returns the room's link as it is stored now
 */
async function leaveAsInactive(
	{ homeserver, people, store, workspace }: ConfiguredBridge,
	room: RoomLink,
	staying: UserId,
	ghosts: JoinedMembers['ghosts'],
	active: ReadonlySet<RocketChatUserId>,
): Promise<RoomLink> {
	const leaving = new Map<UserId, TextKey>();
	for (const [ghostId, userId] of ghosts) {
		if (!active.has(userId)) {
			leaving.set(ghostId, (await people.byId(userId)) ? 'leave_deactivated' : 'leave_deleted');
		}
	}
	if (leaving.size === 0 && !room.toldInactive) {
		return room;
	}
	const deactivated = [...leaving].filter(([, reason]) => reason === 'leave_deactivated');
	const inactive = new Set([...(room.inactive ?? []), ...deactivated.map(([ghostId]) => ghostId)]);
	const changed = { ...room, ghostId: staying, inactive: [...inactive], toldInactive: false };
	await store.rooms.change(changed);
	const text = workspaceTexts(workspace);
	for (const [ghostId, reason] of leaving) {
		await homeserver.members.leave(ghostId, room.matrixId, text(reason));
	}
	return changed;
}

/**
 * Brings those ghosts back that left as inactive and whose local users are active again.
 * @param inviter a ghost that is in the room
 * @returns the room's link as it is stored now
 */
async function bringBack(
	{ homeserver, store }: ConfiguredBridge,
	room: RoomLink,
	inviter: UserId,
	active: ReadonlySet<RocketChatUserId>,
): Promise<RoomLink> {
	const { matrixId: roomId, inactive = [] } = room;
	const returned: UserId[] = [];
	for (const ghostId of inactive) {
		const link = await store.users.byMatrixId(ghostId);
		if (!link || !active.has(link.rocketChatId)) {
			continue;
		}
		if (!isInvitedOrJoined(await homeserver.members.membership(inviter, roomId, ghostId))) {
			await homeserver.members.invite(inviter, roomId, ghostId);
		}
		await homeserver.members.join(ghostId, roomId);
		returned.push(ghostId);
	}
	if (returned.length === 0) {
		return room;
	}
	const changed = { ...room, inactive: inactive.filter((ghostId) => !returned.includes(ghostId)) };
	await store.rooms.change(changed);
	return changed;
}

/**
 * Says in the Matrix room, once until somebody is active again, that nobody in Rocket.Chat reads it. No ghost leaves then: the
 * app would lose the room.
 * @returns the room's link as it is stored now
 */
async function tellNobodyReads(bridge: ConfiguredBridge, room: RoomLink, sender: UserId): Promise<RoomLink> {
	if (room.toldInactive) {
		return room;
	}
	const { store, workspace } = bridge;
	const body = workspaceTexts(workspace)('nobody_active');
	await sendNotice(bridge, sender, room.matrixId, `inactive.${Date.now()}`, body);
	const changed = { ...room, toldInactive: true };
	await store.rooms.change(changed);
	return changed;
}
