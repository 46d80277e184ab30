import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { ConfiguredBridge } from '../../configured-bridge';
import { isInterrupted } from '../../delivery/instances/interrupted';
import { failureOf } from '../../failure';
import { isInvitedOrJoined } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import { tellAside } from '../../people/tell-aside';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import type { RoomCreation, RoomPurpose } from '../../store/room-creations';
import type { RoomLink } from '../../store/store';
import { linkFederatedRoom } from '../../to-rocketchat/rooms/link-federated-room';
import { isTemporary } from '../delivery';
import { openDirectRoom } from '../direct-messages/direct-room';
import { endRoomCreation } from './room-creation';
import { bridgeRoom, listInDirectory } from './bridge-room';
import { inviteToRoom } from './change-member';

/**
 * Finishes the rooms that an instance of the server was creating when it ended. One of the others does it, or the next start.
 * The person who wanted the room is told whether it worked, since the answer to the command is lost. A creation that fails because
 * of an outage is left to the next call.
 * @throws what the store throws
 */
export async function resumeCreations(bridge: ConfiguredBridge): Promise<void> {
	// The job and the agreement of the instances call it at the same time.
	await bridge.queues.run('interrupted creations', 0, async () => {
		for (const creation of await bridge.store.roomCreations.all()) {
			if (bridge.instances.owns(creation.id) && (await isInterrupted(bridge, creation))) {
				await resume(bridge, creation);
			}
		}
	});
}

async function resume(bridge: ConfiguredBridge, creation: RoomCreation): Promise<void> {
	const { purpose, at, by } = creation;
	const { roomCreations } = bridge.store;
	try {
		await roomCreations.add({ ...creation, by: bridge.instances.self }); // the others leave it alone from now on
		const user = await bridge.people.byId(purpose.userId);
		if (user) {
			await finish(bridge, user, purpose, at);
		}
	} catch (error) {
		const failure = failureOf(error);
		bridge.log.failure('an interrupted room could not be finished', failure);
		if (isTemporary(failure)) {
			const left = await roomCreations.of(purpose);
			await (left && roomCreations.add({ ...left, by }));
			return;
		}
	}
	await endRoomCreation(bridge, purpose);
}

async function finish(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	purpose: RoomPurpose,
	begunAt: number,
): Promise<void> {
	const { people, rooms } = bridge;
	const { rocketChatRoomId } = purpose;
	const room = rocketChatRoomId && (await rooms.byId(rocketChatRoomId));
	if (purpose.what === 'room') {
		return room && finishRoom(bridge, user, room, purpose, begunAt);
	}
	const found = await Promise.all(purpose.local.map((id) => people.byId(id)));
	const local = found.filter((person) => person !== undefined);
	await openDirectRoom(bridge, user, { external: purpose.external, local, ...(room && { room }) });
	const names = [...purpose.external, ...local.map(({ username }) => username)];
	await tellAside(bridge, user, (text) => text('dm_opened', { user: names.join(', ') }));
}

async function finishRoom(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
	purpose: Extract<RoomPurpose, { what: 'room' }>,
	begunAt: number,
): Promise<void> {
	const { invited, writtenSince = begunAt } = purpose;
	const link = await bridge.store.rooms.byRocketChatId(room.id);
	await (link
		? finishLinkedRoom(bridge, user, room, { link, invited, writtenSince })
		: bridgeRoom(bridge, user, room, invited, writtenSince));
	const created = room.type === RoomType.CHANNEL ? 'room_created_public' : 'room_created';
	await tellAside(bridge, user, (text) => text(created, { name: room.displayName || room.slugifiedName }));
}

/** Does all that comes after the link. The app may have ended before any of it. */
async function finishLinkedRoom(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
	{ link, invited, writtenSince }: { link: RoomLink; invited: readonly UserId[]; writtenSince: number },
): Promise<void> {
	const { matrixId } = link;
	const ghostId = await ensureGhost(bridge, user);
	await linkFederatedRoom(bridge, { matrixId, rocketChatId: room.id, ghostId, writtenSince });
	const [alias] = await bridge.homeserver.directory.aliasesOf(ghostId, matrixId);
	await listInDirectory(bridge, room, { ghostId, matrixId, alias });
	await inviteToRoom(bridge, link, user, await notInvited(bridge, ghostId, matrixId, invited));
}

/** @returns the people who are neither in a room nor invited to it */
async function notInvited(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
	people: readonly UserId[],
): Promise<UserId[]> {
	const memberships = await Promise.all(
		people.map((userId) => bridge.homeserver.members.membership(ghostId, roomId, userId)),
	);
	return people.filter((_, index) => !isInvitedOrJoined(memberships[index]));
}
