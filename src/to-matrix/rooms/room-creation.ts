import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { translate, type TextKey } from '../../i18n';
import type { CreateRoomContent } from '../../matrix/events';
import { HomeserverError } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import type { RoomCreation, RoomPurpose } from '../../store/room-creations';
import { pauseFor } from '../../pause-for';

/** The field of `m.room.create` that has the id of the creation. */
const CREATION_FIELD = 'chat.rocket.federation.creation';

/** Milliseconds that the homeserver may need to create a room whose request was cut off. */
const CREATED_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 1_000;

/**
 * Creates a Matrix room, or finds the one that was created for the same purpose before the app ended or the homeserver's answer was
 * lost. The caller calls `endRoomCreation` when the room is linked, or `giveUpRoom`.
 * @returns the room, and when its creation was begun, milliseconds since 1970: what people wrote since is meant for it
 * @throws HomeserverError if the room was not created, or may have been: then the next call looks for it
 */
export async function createRoomOnce(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	purpose: RoomPurpose,
	content: CreateRoomContent,
): Promise<{ readonly roomId: RoomId; readonly begunAt: number }> {
	const { homeserver, store, instances } = bridge;
	const begun = await store.roomCreations.of(purpose);
	const by = instances.self;
	await (begun && store.roomCreations.add({ ...begun, by }));
	const found = begun && (await findCreatedRoom(bridge, begun));
	if (found) {
		return { roomId: found, begunAt: begun.at };
	}
	const now = Date.now();
	const creation = begun ?? { id: crypto.randomUUID(), ghostId, purpose, at: now };
	await store.roomCreations.add({ ...creation, askedAt: now, by });
	try {
		const roomId = await homeserver.rooms.createRoom(creation.ghostId, {
			...content,
			creation_content: { [CREATION_FIELD]: creation.id },
		});
		return { roomId, begunAt: creation.at };
	} catch (error) {
		if (!(error instanceof HomeserverError && error.mayHaveSucceeded)) {
			await endRoomCreation(bridge, purpose);
		}
		throw error;
	}
}

/** Notes that a room is linked, or that there is none. */
export async function endRoomCreation({ store }: ConfiguredBridge, purpose: RoomPurpose): Promise<void> {
	await store.roomCreations.remove(purpose);
}

/**
 * Leaves a room that cannot be linked. A failure to leave is logged only: the caller reports the first failure, and the next call of
 * `createRoomOnce` finds the room.
 * @param reason what the people who were invited read
 */
export async function giveUpRoom(
	bridge: ConfiguredBridge,
	purpose: RoomPurpose,
	{ roomId, ghostIds, reason }: { roomId: RoomId; ghostIds: readonly UserId[]; reason: TextKey },
): Promise<void> {
	const failures: unknown[] = [];
	for (const ghostId of ghostIds) {
		await bridge.homeserver.members.leave(ghostId, roomId, translate(reason)).catch((error: unknown) => {
			bridge.log.failure('a room could not be left', failureOf(error), { roomId, ghostId });
			failures.push(error);
		});
	}
	if (failures.length === 0) {
		await endRoomCreation(bridge, purpose);
	}
}

/** @returns the room of a creation; undefined if the homeserver has made none */
async function findCreatedRoom(
	{ homeserver, store }: ConfiguredBridge,
	{ id, ghostId, askedAt }: RoomCreation,
): Promise<RoomId | undefined> {
	for (;;) {
		for (const roomId of await homeserver.rooms.joinedRooms(ghostId)) {
			const isLinked = (await store.rooms.byMatrixId(roomId)) !== undefined;
			const creation = isLinked
				? undefined
				: await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.create');
			if (creation?.content[CREATION_FIELD] === id) {
				return roomId;
			}
		}
		if (Math.abs(Date.now() - askedAt) > CREATED_WITHIN_MS) {
			return undefined;
		}
		await pauseFor(LOOK_AGAIN_MS);
	}
}
