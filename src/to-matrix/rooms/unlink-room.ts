import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { failureOf } from '../../failure';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { isFederatedRoom } from '../../store/links';
import type { RoomProgress } from '../../store/room-progress';
import { tellWriters } from '../recovery/tell-writers';
import { reconcileRoom, unsentMessages } from '../recovery/reconcile';
import { requireOwner } from './create-room';
import { closeEndedRooms, endRooms } from './end-rooms';
import { freeRoomHere } from './free-room-here';

/**
 * Ends the federation of a channel or group, which goes on in Rocket.Chat without the people on Matrix. What waits is sent first,
 * if the homeserver can be used; otherwise its writers are told. On Matrix the rest is done as soon as the homeserver can be used.
 * @throws FederationError `room-not-federated`, `room-not-owned`
 */
export async function unlinkRoom(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
): Promise<void> {
	const { matrixRoomId } = await requireUnlinkable(bridge, user, room);
	await bridge.queues.run(`rocketchat ${room.id}`, 0, async () => {
		const unsent = await sendOrList(bridge, room);
		await bridge.queues.run(`matrix ${matrixRoomId}`, 0, async () => {
			const progress = await bridge.store.progress.of(room.id);
			const name = room.displayName || room.slugifiedName;
			const ending = { name, unlinkedBy: user.username };
			for (const ended of progress ? await endRooms(bridge, progress, ending) : []) {
				await freeRoomHere(bridge, ended);
			}
		});
		await tellWriters(bridge, unsent, (count) => (text) => text('messages_not_sent_unlinked', { count }));
	});
	await closeEndedRooms(bridge);
}

/**
 * @returns how far a federated room of which the user is an owner has been compared
 * @throws FederationError `room-not-federated`, `room-not-owned`
 */
export async function requireUnlinkable(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
): Promise<RoomProgress> {
	const { store } = bridge;
	const progress = await store.progress.of(room.id);
	const link = progress && (await store.rooms.byMatrixId(progress.matrixRoomId));
	if (!link || !isFederatedRoom(link)) {
		throw new FederationError('room-not-federated');
	}
	await requireOwner(bridge, user, room);
	return progress;
}

/** @returns what could not be sent */
async function sendOrList(bridge: ConfiguredBridge, { id }: RocketChatRoom) {
	const { homeserverState, log, store } = bridge;
	if (homeserverState.isUsable) {
		await reconcileRoom(bridge, id).catch((error: unknown) =>
			log.failure('what waits in a room could not be sent', failureOf(error), { roomId: id }),
		);
	}
	const progress = await store.progress.of(id);
	return progress ? unsentMessages(bridge, progress) : [];
}
