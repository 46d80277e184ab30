import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import { isInvitedOrJoined, type StateEvent } from '../../matrix/events';
import { parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { sendNotice } from '../../people/tell-matrix-room';
import type { EndedRoom } from '../../store/ended-rooms';
import { unlessRefused, withdraw } from './withdraw';

/** What was done in the Matrix room. */
type Closed = Required<Pick<EndedRoom, 'left' | 'removed'>>;

/**
 * Ends the part that people from here have in the Matrix room of a room that was deleted or unlinked in Rocket.Chat: says why in
 * it, and has all ghosts leave. Of a channel or group that is unlinked, the addresses under the app's prefix and the note about the
 * bridge go, too; the people on Matrix stay. One that is deleted and began in this workspace loses all addresses and its place in
 * the directory, and the people on Matrix are removed, as Rocket.Chat removes its members. A room that began elsewhere belongs to
 * others, and goes on.
 * @param reader a ghost that is in it
 * @param members everybody who is in it
 * @throws HomeserverError if it is to be called again
 */
export async function closeMatrixRoom(
	bridge: ConfiguredBridge,
	room: EndedRoom,
	reader: UserId,
	members: readonly UserId[],
): Promise<Closed> {
	const { homeserver, configuration, workspace } = bridge;
	const { roomId, unlinkedBy } = room;
	const isOwn = (userId: UserId) => isOwnMatrixUser(userId, configuration);
	const isUnlinked = unlinkedBy !== undefined;
	const reason = workspaceTexts(workspace)(isUnlinked ? 'room_unlinked_there' : 'room_deleted_here');
	// The ghost may not be allowed to write. Members see the reason all the same, when the ghosts leave.
	await sendNotice(bridge, reader, roomId, `ended.${room.at}`, reason).catch(unlessRefused);
	const state = await homeserver.rooms.state(reader, roomId);
	const creator = parseUserId(state.find(({ type }) => type === 'm.room.create')?.sender);
	const ghosts = members.filter(isOwn);
	let removed = 0;
	if (isUnlinked) {
		await withdraw(bridge, roomId, state, ghosts);
	} else if (room.isFederatedRoom && creator && isOwn(creator)) {
		const remover = ghosts.includes(creator) ? creator : reader;
		await unlist(bridge, roomId, remover);
		const external = peopleIn(state).filter((userId) => !isOwn(userId));
		removed = await removeAll(bridge, roomId, remover, external, reason);
	}
	// The reader last: as long as it is there, the rest can be done again.
	for (const ghostId of [...ghosts.filter((other) => other !== reader), reader]) {
		await homeserver.members.leave(ghostId, roomId, reason);
	}
	return { left: ghosts.length, removed };
}

/** Removes the addresses that the room has on this homeserver, and its place in the directory. */
async function unlist({ homeserver }: ConfiguredBridge, roomId: RoomId, remover: UserId): Promise<void> {
	for (const alias of await homeserver.directory.aliasesOf(remover, roomId)) {
		await homeserver.directory.removeAlias(remover, alias).catch(unlessRefused);
	}
	await homeserver.directory.unpublish(remover, roomId).catch(unlessRefused);
}

/** @returns who is in a room, or invited */
function peopleIn(state: readonly StateEvent[]): UserId[] {
	return state
		.filter(({ type, content }) => type === 'm.room.member' && isInvitedOrJoined(content.membership))
		.flatMap(({ state_key: key }) => parseUserId(key) ?? []);
}

/** @returns how many were removed; people with as much power as the remover stay */
async function removeAll(
	{ homeserver }: ConfiguredBridge,
	roomId: RoomId,
	remover: UserId,
	people: readonly UserId[],
	reason: string,
): Promise<number> {
	let removed = 0;
	for (const userId of people) {
		const isRemoved = await homeserver.members
			.kick(remover, roomId, userId, reason)
			.then(() => true, unlessRefused);
		removed += isRemoved ? 1 : 0;
	}
	return removed;
}
