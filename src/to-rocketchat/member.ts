import { objectIn } from '../convert/json';
import type { ConfiguredBridge } from '../configured-bridge';
import { botIdOf, isOwnMatrixUser } from '../matrix/namespace';
import type { RoomEvent } from '../matrix/events';
import { parseUserId, type RoomId, type UserId } from '../matrix/ids';
import { isServerBlocked } from '../people/server-gate';
import { followExternalPerson } from '../people/external-profile';
import { isFederatedRoom } from '../store/links';
import { relayDeparture, relayRemoval } from './direct-messages/departure';
import type { AnyRoomHandler } from './event-handler';
import { notePersonLeft } from './rooms/gone-people';
import { relayGuest } from './direct-messages/guests';
import { relayMember } from './rooms/room-member';
import { receiveInvitation, withdrawInvitation } from './invitations/receive';

/** A change of a user's membership. */
interface MembershipChange {
	readonly member: UserId;
	readonly membership: unknown;
	/** Before the change; undefined if the homeserver does not say it. */
	readonly before: unknown;
}

/**
 * `m.room.member`: handles an invitation to a ghost and its withdrawal, follows the names and avatars of external people, says
 * that somebody has left a direct message or was removed from it, and gives a federated room the same members on both sides.
 * Client-Server API, "Room membership".
 */
export const member: AnyRoomHandler<MembershipChange> = {
	types: ['m.room.member'],
	stateKey: 'user id',
	parse({ stateKey, content, unsigned }) {
		const userId = parseUserId(stateKey);
		return (
			userId && {
				member: userId,
				membership: content.membership,
				before: objectIn(unsigned.prev_content).membership,
			}
		);
	},
	async handle(bridge, event, change) {
		const { configuration } = bridge;
		if (change.membership === 'ban' && event.sender === botIdOf(configuration)) {
			bridge.bansHeard.add(event.roomId);
		} else if (!isOwnMatrixUser(change.member, configuration)) {
			await relayExternal(bridge, event, change);
		} else if (isOwnMatrixUser(event.sender, configuration)) {
			await relayOwnDoing(bridge, event, change);
		} else {
			await relayGhost(bridge, event, change);
		}
	},
};

/** Relays a change of the membership of an external person. */
async function relayExternal(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ member: person, membership, before }: MembershipChange,
): Promise<void> {
	if (membership === 'join' && !isServerBlocked(bridge, person)) {
		await followExternalPerson(bridge, person, event.content);
	}
	if (await isOfFederatedRoom(bridge, event.roomId)) {
		await relayMember(bridge, event, person, membership);
	} else {
		await relayGuest(bridge, event, person, membership);
		const isDeclined = membership === 'leave' && before === 'invite';
		await relayDeparture(bridge, event, person, membership, isDeclined);
	}
	if (membership === 'leave' && event.sender === person) {
		await notePersonLeft(bridge, person);
	}
}

/** The app changed the membership of a ghost, or the homeserver's administrator had the ghost leave. */
async function relayOwnDoing(
	bridge: ConfiguredBridge,
	{ roomId }: RoomEvent,
	{ member: ghostId, membership }: MembershipChange,
): Promise<void> {
	if (membership === 'leave' && (await isOfFederatedRoom(bridge, roomId))) {
		await compareIfUnexpected(bridge, roomId, ghostId);
	}
}

/** Relays that somebody on Matrix has changed the membership of a ghost. */
async function relayGhost(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ member: ghostId, membership, before }: MembershipChange,
): Promise<void> {
	if (membership === 'invite') {
		return receiveInvitation(bridge, event, ghostId);
	}
	if (membership === 'leave' || membership === 'ban') {
		await withdrawInvitation(bridge, event, ghostId);
	}
	if (await isOfFederatedRoom(bridge, event.roomId)) {
		return relayMember(bridge, event, ghostId, membership);
	}
	// The end of a ban is a `leave`, too: Client-Server API, "Room membership".
	if (before === undefined || before === 'join') {
		await relayRemoval(bridge, event, ghostId, membership);
	}
}

/** Has the members of a room compared, if a ghost has left it that both sides had as a member. */
async function compareIfUnexpected(
	{ store, staleMembers, outgoing }: ConfiguredBridge,
	roomId: RoomId,
	ghostId: UserId,
): Promise<void> {
	const room = await store.rooms.byMatrixId(roomId);
	if (room && (await store.members.of(roomId)).has(ghostId)) {
		staleMembers.add(roomId);
		outgoing.leaveToRecovery(room.rocketChatId, roomId);
	}
}

async function isOfFederatedRoom({ store }: ConfiguredBridge, roomId: RoomId): Promise<boolean> {
	const room = await store.rooms.byMatrixId(roomId);
	return room !== undefined && isFederatedRoom(room);
}
