import { objectIn } from '../convert/json';
import type { ConfiguredBridge } from '../configured-bridge';
import { botIdOf, isOwnMatrixUser } from '../matrix/namespace';
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
	async handle(bridge, event, { member: userId, membership, before }) {
		if (membership === 'ban' && event.sender === botIdOf(bridge.configuration)) {
			bridge.bansHeard.add(event.roomId);
			return;
		}
		const isOwn = (id: UserId) => isOwnMatrixUser(id, bridge.configuration);
		if (!isOwn(userId)) {
			if (membership === 'join' && !isServerBlocked(bridge, userId)) {
				await followExternalPerson(bridge, userId, event.content);
			}
			if (await isOfFederatedRoom(bridge, event.roomId)) {
				await relayMember(bridge, event, userId, membership);
			} else {
				await relayGuest(bridge, event, userId, membership);
				const isDeclined = membership === 'leave' && before === 'invite';
				await relayDeparture(bridge, event, userId, membership, isDeclined);
			}
			if (membership === 'leave' && event.sender === userId) {
				await notePersonLeft(bridge, userId);
			}
		} else if (isOwn(event.sender)) {
			// The app did it, or the homeserver's administrator had the ghost leave.
			if (membership === 'leave' && (await isOfFederatedRoom(bridge, event.roomId))) {
				await compareIfUnexpected(bridge, event.roomId, userId);
			}
		} else if (membership === 'invite') {
			await receiveInvitation(bridge, event, userId);
		} else {
			if (membership === 'leave' || membership === 'ban') {
				await withdrawInvitation(bridge, event, userId);
			}
			if (await isOfFederatedRoom(bridge, event.roomId)) {
				return relayMember(bridge, event, userId, membership);
			}
			// The end of a ban is a `leave`, too: Client-Server API, "Room membership".
			if (before === undefined || before === 'join') {
				await relayRemoval(bridge, event, userId, membership);
			}
		}
	},
};

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
