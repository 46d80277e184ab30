import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { AppContext } from '../../app-context';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, withHostFailures } from '../../failure';
import type { UserId } from '../../matrix/ids';
import { botUsernameOf } from '../../people/bot-username';
import { roomMembers } from '../../people/room-members';
import {
	isChannelOrGroup,
	rocketChatRoom,
	rocketChatUser,
	type RocketChatUser,
} from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { isMarkedFederated } from './federated-room';
import { permitOpening } from '../direct-messages/opening-permission';
import { failureSentence, tellActor } from '../sender-notice';
import { bridgeRoom } from './bridge-room';

/**
 * Federates a new channel or group if external people are among its members: they are invited. If that is not possible, they are taken
 * out again, and the creator is told. A discussion of a federated room is federated when it is announced there, see `discussion.ts`.
 */
export async function federateNewRoom(app: AppContext, room: IRoom): Promise<void> {
	const creator = room.creator as IRoom['creator'] | undefined;
	const isOfFederatedRoom = room.parentRoom !== undefined && isMarkedFederated(room.parentRoom);
	if (!creator || !isChannelOrGroup(room) || app.people.isMadeByApp(creator) || isOfFederatedRoom) {
		return;
	}
	try {
		await federate(await app.requireBridge(), rocketChatRoom(room).id, rocketChatUser(creator));
	} catch (error) {
		app.log.failure('a new room could not be federated', failureOf(error), { roomId: room.id });
	}
}

async function federate(
	bridge: ConfiguredBridge,
	roomId: RocketChatRoomId,
	creator: RocketChatUser,
): Promise<void> {
	const { external } = await withHostFailures(() => roomMembers(bridge, roomId));
	// Read after the members: the app marks a room before it adds external people.
	const room = await withHostFailures(() => bridge.rooms.byId(roomId));
	if (external.length === 0 || !room || isMarkedFederated(room)) {
		return;
	}
	try {
		await permitOpening(bridge, creator, external.length + 1);
		await bridgeRoom(bridge, creator, room, []);
	} catch (error) {
		const failure = failureOf(error);
		await takeOut(bridge, roomId, external);
		await tellActor(bridge, { actor: creator, room }, failureSentence('room_not_federated', failure));
		throw failure;
	}
}

/** Takes external people out of a room that is not federated, where they could read nothing. */
export async function takeOut(
	{ rooms }: ConfiguredBridge,
	roomId: RocketChatRoomId,
	external: readonly UserId[],
): Promise<void> {
	for (const userId of external) {
		await rooms.removeMember(roomId, botUsernameOf(userId));
	}
}
