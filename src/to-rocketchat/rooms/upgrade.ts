import { objectIn } from '../../convert/json';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, isRefusal } from '../../failure';
import { translate, type TextKey } from '../../i18n';
import type { StateEvent } from '../../matrix/events';
import { parseEventId, parseRoomId, parseUserId, type RoomId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { mayUpgradeRoom } from '../../matrix/power-levels';
import { readerOf } from '../../people/ghost-in-room';
import { roomMembers } from '../../people/room-members';
import type { RocketChatUser } from '../../rocketchat/entities';
import { isFederatedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { isPresentRoom } from '../direct-messages/departure';
import { relayEarlierMessages } from './earlier-messages';
import type { EventHandler } from '../event-handler';
import { relayReadersIn } from '../direct-messages/guests';
import { linkFederatedRoom } from './link-federated-room';
import { sayAboutReaders } from '../direct-messages/read-along';

/** The room that takes the place of another. */
interface Tombstone {
	readonly replacement: RoomId;
}

/**
 * `m.room.tombstone`: follows a direct message, channel or group into the room that replaces its Matrix room. If nobody from here
 * may join it yet, a line says so, messages wait, and the invitation is followed when it comes. Client-Server API, "Room
 * upgrades".
 */
export const tombstone: EventHandler<Tombstone> = {
	types: ['m.room.tombstone'],
	stateKey: 'empty',
	parse({ content }) {
		const replacement = parseRoomId(content.replacement_room);
		return replacement && { replacement };
	},
	async handle(bridge, { roomId }, { replacement }) {
		await followUpgrade(bridge, roomId, replacement);
	},
};

/** How somebody from here came to the new room. */
interface Way {
	/** The ghost that is invited there. */
	readonly invited?: UserId;
	/** A room between both, which replaced the old one, and which nobody from here could join before it was replaced, too. */
	readonly through?: RoomId;
}

/**
 * Follows an invitation into a room that replaces another. If nobody from here could join that one, because the upgrades came in a row,
 * the room before it moves.
 * @param user of the invited ghost
 * @param predecessor that the new room names
 * @returns whether the conversation is in the new room
 * @throws HomeserverError or FederationError if it may succeed later
 */
export async function followInvitation(
	bridge: ConfiguredBridge,
	{ ghostId: invited, roomId }: { readonly ghostId: UserId; readonly roomId: RoomId },
	user: RocketChatUser,
	predecessor: RoomId,
): Promise<boolean> {
	const { store, people } = bridge;
	if (await store.rooms.byMatrixId(predecessor)) {
		return followUpgrade(bridge, predecessor, roomId, { invited });
	}
	for (const rocketChatId of await people.roomIdsOf(user.id)) {
		const link = await store.rooms.byRocketChatId(rocketChatId);
		if (link?.replacedBy === predecessor) {
			return followUpgrade(bridge, link.matrixId, roomId, { invited, through: predecessor });
		}
	}
	return false;
}

/**
 * Moves a direct message, channel or group to the room that replaces its Matrix room. The members of a channel or group follow. The
 * old room must name the new one, set by somebody who has the power to do so, and the new room must name the old one. So nobody can
 * move a conversation into a room of their own.
 * @param way into the new room, if somebody was invited there
 * @returns whether it is in the new room
 * @throws HomeserverError or FederationError if it may succeed later
 */
export async function followUpgrade(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	replacement: RoomId,
	way: Way = {},
): Promise<boolean> {
	const { store, homeserver } = bridge;
	const room = await store.rooms.byMatrixId(roomId);
	const other = await store.rooms.byMatrixId(replacement);
	const isForeign = other !== undefined && other.rocketChatId !== room?.rocketChatId;
	const ghostId = room && (await readerOf(bridge, room));
	if (!ghostId || isForeign || !(await isPresentRoom(bridge, room))) {
		return false;
	}
	const { invited = ghostId, through } = way;
	const before = await homeserver.rooms.state(ghostId, roomId);
	const cause = tombstoneIn(before, through ?? replacement);
	if (!cause) {
		return false;
	}
	const state = await join(
		bridge,
		invited,
		replacement,
		(creation) =>
			// Of a room between both, which nobody from here could join, only its successor tells.
			creation.predecessor === (through ?? roomId) &&
			(through === undefined || mayUpgradeRoom(before, creation.sender)),
	);
	if (!state) {
		await (through === undefined && tellMovedAway(bridge, room, replacement, cause));
		return false;
	}
	await sayAboutReaders(bridge, cause, room, 'room_followed');
	await (isFederatedRoom(room)
		? moveFederatedRoom(bridge, room, invited, replacement)
		: moveDirectMessage(bridge, room, invited, replacement, state));
	await relayEarlierMessages(bridge, invited, replacement);
	return true;
}

/** Says that the conversation is in a room that nobody from here may join yet. */
async function tellMovedAway(
	bridge: ConfiguredBridge,
	room: RoomLink,
	replacement: RoomId,
	cause: Parameters<typeof sayAboutReaders>[1],
): Promise<void> {
	// Stored first: somebody who reads the line and answers at once has to be told, too.
	await changeRoom(bridge, room.matrixId, { replacedBy: replacement });
	const line = isFederatedRoom(room) ? 'room_moved_away' : 'room_replaced';
	await sayAboutReaders(bridge, cause, room, line);
}

/** A homeserver lets only moderators write in the old room, so the room here may be read-only by now. */
async function moveFederatedRoom(
	bridge: ConfiguredBridge,
	{ matrixId: roomId, rocketChatId }: RoomLink,
	ghostId: UserId,
	replacement: RoomId,
): Promise<void> {
	const { store, staleSettings, outgoing } = bridge;
	await changeRoom(bridge, roomId, { replacedBy: replacement }); // who leaves the old room stays a member
	const { settings, roles } = await store.agreements.of(roomId);
	await store.agreements.change(replacement, { settings, roles });
	const writtenSince = Date.now();
	await linkFederatedRoom(bridge, { matrixId: replacement, rocketChatId, ghostId, writtenSince });
	staleSettings.add(replacement);
	outgoing.leaveToRecovery(rocketChatId, replacement);
}

async function moveDirectMessage(
	bridge: ConfiguredBridge,
	room: RoomLink,
	ghostId: UserId,
	replacement: RoomId,
	state: readonly StateEvent[],
): Promise<void> {
	const { store } = bridge;
	await joinOthers(bridge, room, ghostId, replacement);
	await bridge.rooms.mark(room.rocketChatId, replacement);
	await store.rooms.claim({ matrixId: replacement, rocketChatId: room.rocketChatId, ghostId });
	await relayReadersIn(bridge, replacement, state);
	await bridge.outgoing.startRelaying(room.rocketChatId, replacement, Date.now());
}

/** @returns the event that names the replacement, if its sender may do that */
function tombstoneIn(state: readonly StateEvent[], replacement: RoomId) {
	const found = state.find(({ type, state_key }) => type === 'm.room.tombstone' && state_key === '');
	const [eventId, sender] = [parseEventId(found?.event_id), parseUserId(found?.sender)];
	const isValid =
		found?.content.replacement_room === replacement && sender && mayUpgradeRoom(state, sender);
	return isValid && eventId ? { eventId, sender } : undefined;
}

/** Who has made a room, and which one it replaces. */
interface Creation {
	readonly sender: UserId;
	readonly predecessor: unknown;
}

/**
 * Joins the new room, and leaves it again if it is not what it should be.
 * @returns its state; undefined if the ghost may not join it, or does not stay
 */
async function join(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	replacement: RoomId,
	isRight: (creation: Creation) => boolean,
): Promise<readonly StateEvent[] | undefined> {
	try {
		await homeserver.members.join(ghostId, replacement);
	} catch (error) {
		if (isRefusal(error)) {
			return undefined;
		}
		throw error;
	}
	const state = await homeserver.rooms.state(ghostId, replacement);
	const create = state.find(({ type }) => type === 'm.room.create');
	const sender = parseUserId(create?.sender);
	const predecessor = objectIn(create?.content.predecessor).room_id;
	const isEncrypted = state.some(({ type }) => type === 'm.room.encryption');
	const reason: TextKey | undefined = isEncrypted ? 'decline_encrypted' : 'decline_failed';
	if (sender && isRight({ sender, predecessor }) && !isEncrypted) {
		return state;
	}
	await homeserver.members.leave(ghostId, replacement, translate(reason));
	return undefined;
}

/** Lets the ghosts of the other local members join the new room. Somebody whose ghost cannot join is told when they write. */
async function joinOthers(
	bridge: ConfiguredBridge,
	room: RoomLink,
	ghostId: UserId,
	replacement: RoomId,
): Promise<void> {
	const { homeserver, store, configuration, log } = bridge;
	const { local } = await roomMembers(bridge, room.rocketChatId);
	for (const { id } of local) {
		const other = (await store.users.byRocketChatId(id))?.matrixId;
		if (!other || other === ghostId || !isOwnMatrixUser(other, configuration)) {
			continue;
		}
		try {
			await homeserver.members.join(other, replacement).catch(async () => {
				await homeserver.members.invite(ghostId, replacement, other);
				await homeserver.members.join(other, replacement);
			});
		} catch (error) {
			log.failure('a ghost could not follow into a new room', failureOf(error), { ghostId: other });
		}
	}
}

async function changeRoom(
	{ store }: ConfiguredBridge,
	roomId: RoomId,
	change: Partial<RoomLink>,
): Promise<void> {
	const room = await store.rooms.byMatrixId(roomId);
	if (room) {
		await store.rooms.change({ ...room, ...change });
	}
}
