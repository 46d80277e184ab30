import type { ConfiguredBridge } from '../../configured-bridge';
import { isInterrupted } from '../../delivery/instances/interrupted';
import { failureOf } from '../../failure';
import { pauseFor } from '../../pause-for';
import { ensureGhost } from '../../people/ghost';
import { tellAside } from '../../people/tell-aside';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { creationIdIn } from '../../rocketchat/rooms';
import type { PendingRoom } from '../../store/pending-rooms';
import type { RoomPurpose } from '../../store/room-creations';
import { isTemporary } from '../delivery';
import { bridgeRoom } from './bridge-room';
import { addColleagues, createPending, requirePlan } from './create-room';

/** Milliseconds that the host may need to make a room that the app has asked for before it ended. */
const MADE_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;

/**
 * Finishes the federated rooms that an instance of the server was creating when it ended, as far as the Matrix room was not begun; the
 * rest is that of `resumeCreations`. One of the others does it, or the next start. Whoever wanted the room is told what became of it,
 * since the answer to the command is lost. What fails because of an outage is left to the next call.
 * @throws what the store throws
 */
export async function resumeRooms(bridge: ConfiguredBridge): Promise<void> {
	await bridge.queues.run('interrupted rooms', 0, async () => {
		for (const pending of await bridge.store.pendingRooms.all()) {
			if (bridge.instances.owns(pending.id) && (await isInterrupted(bridge, pending))) {
				await resume(bridge, pending);
			}
		}
	});
}

async function resume(bridge: ConfiguredBridge, pending: PendingRoom): Promise<void> {
	const { pendingRooms } = bridge.store;
	await pendingRooms.add({ ...pending, by: bridge.instances.self }); // the others leave it alone from now on
	const user = await bridge.people.byId(pending.userId);
	try {
		if (user && (await finish(bridge, user, pending))) {
			const created = pending.isPublic ? 'room_created_public' : 'room_created';
			await tellAside(bridge, user, (text) => text(created, { name: pending.name }));
		}
	} catch (error) {
		const failure = failureOf(error);
		bridge.log.failure('an interrupted room could not be created', failure);
		if (isTemporary(failure)) {
			await pendingRooms.add(pending);
			return;
		}
		if (user) {
			await tellAside(bridge, user, (text) => text(failure.text, failure.parameters));
		}
	}
	await pendingRooms.remove(pending);
}

/**
 * @returns whether it was finished here; not if it is left to `resumeCreations`
 * @throws FederationError or HomeserverError if it is not federated; a room that was there before stays
 */
async function finish(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	pending: PendingRoom,
): Promise<boolean> {
	const { people, store } = bridge;
	const { external, at } = pending;
	const room = await findRoom(bridge, user, pending);
	const purpose: RoomPurpose | undefined = room && {
		what: 'room',
		userId: user.id,
		rocketChatRoomId: room.id,
		invited: external,
	};
	if (purpose && (await store.roomCreations.of(purpose))) {
		return false;
	}
	await requirePlan(bridge, external);
	await ensureGhost(bridge, user);
	const found = await Promise.all(pending.local.map((id) => people.byId(id)));
	const local = found.filter((person) => person !== undefined);
	if (room) {
		await addColleagues(bridge, room.id, local);
		await bridgeRoom(bridge, user, room, external, at);
	} else {
		await createPending(bridge, user, pending, local);
	}
	return true;
}

/** @returns the room in Rocket.Chat that was made for a pending one, which is among the rooms of whoever wants it */
async function findRoom(
	{ people, rooms }: ConfiguredBridge,
	user: RocketChatUser,
	{ id, at }: PendingRoom,
): Promise<RocketChatRoom | undefined> {
	for (;;) {
		for (const roomId of await people.roomIdsOf(user.id)) {
			const room = await rooms.byId(roomId);
			if (room && creationIdIn(room) === id) {
				return room;
			}
		}
		if (Math.abs(Date.now() - at) > MADE_WITHIN_MS) {
			return undefined;
		}
		await pauseFor(LOOK_AGAIN_MS);
	}
}
