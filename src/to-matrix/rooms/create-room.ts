import { isSlugAmbiguous, namesToTry, slugOf } from '../../convert/room-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { failureOf, withHostFailures } from '../../failure';
import type { UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import { isChannelOrGroup, type RocketChatRoom, type RocketChatUser } from '../../rocketchat/entities';
import { createUnderFreeName } from '../../rocketchat/free-room-name';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { RoomNameTaken } from '../../rocketchat/rooms';
import type { PendingRoom } from '../../store/pending-rooms';
import { lookUpExternalUser } from '../direct-messages/external-user';
import { isMarkedFederated } from './federated-room';
import { bridgeRoom, type BridgedRoom } from './bridge-room';

/** A federated room to create. */
interface RoomToCreate {
	/** As a person writes it. */
	readonly name: string;
	/** Whether everybody may find and join it, here and on Matrix. */
	readonly isPublic: boolean;
	/** People on Matrix. */
	readonly external: readonly UserId[];
	/** Colleagues. */
	readonly local: readonly RocketChatUser[];
}

/**
 * Creates a channel or group and bridges it. Everything that may be refused is asked before anything is made; if the Matrix room
 * cannot be made all the same, the room in Rocket.Chat is removed again. If the app ends meanwhile, `resumeRooms` finishes it.
 * @returns the room in Rocket.Chat, and what has become of it on Matrix
 * @throws FederationError `plan-too-low`, `room-name-taken`, `room-not-permitted`, if an external user cannot be invited, or if the
 * room could not be made
 */
export async function createFederatedRoom(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	{ name, isPublic, external, local }: RoomToCreate,
): Promise<{ room: RocketChatRoom; bridged: BridgedRoom }> {
	const { store, instances } = bridge;
	await requirePlan(bridge, external);
	await Promise.all(external.map((userId) => lookUpExternalUser(bridge, userId)));
	await ensureGhost(bridge, user);
	const pending: PendingRoom = {
		...{ id: crypto.randomUUID(), userId: user.id, name, isPublic, external },
		...{ local: local.map(({ id }) => id), at: Date.now(), by: instances.self },
	};
	await store.pendingRooms.add(pending);
	try {
		return await createPending(bridge, user, pending, local);
	} catch (error) {
		await store.pendingRooms.remove(pending);
		throw error;
	}
}

/**
 * Creates a room that is stored, and bridges it.
 * @param local the colleagues who are to be in it
 * @throws FederationError `room-name-taken`, `room-not-permitted`, or if the room could not be made; there is no room then
 */
export async function createPending(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	{ id, name, isPublic, external }: PendingRoom,
	local: readonly RocketChatUser[],
): Promise<{ room: RocketChatRoom; bridged: BridgedRoom }> {
	const { rooms, queues } = bridge;
	const slug = slugOf(name);
	const create = async () => {
		const names = isSlugAmbiguous(name) ? namesToTry(slug) : [slug];
		const room = { isPublic, creatorId: user.id, mark: { creation: id } };
		const created = await createUnderFreeName(rooms, room, names, [name]);
		await addColleagues(bridge, created, local);
		return created;
	};
	// In turn: the host has no error of its own for a name that was taken during the call.
	const roomId = await queues
		.run(`name ${slug}`, 0, () => withHostFailures(create))
		.catch((error: unknown) => {
			throw refusalOf(error, name);
		});
	try {
		const room = await rooms.byId(roomId);
		if (!room) {
			throw new FederationError('workspace-failing');
		}
		return { room, bridged: await bridgeRoom(bridge, user, room, external) };
	} catch (error) {
		await rooms.remove(roomId);
		throw error;
	}
}

/** Makes colleagues members of a room; those who are already stay so. */
export async function addColleagues(
	{ rooms }: ConfiguredBridge,
	roomId: RocketChatRoomId,
	colleagues: readonly RocketChatUser[],
): Promise<void> {
	for (const { username } of colleagues) {
		await rooms.addMember(roomId, username);
	}
}

/**
 * Bridges a channel or group that exists.
 * @throws FederationError `plan-too-low`, `room-not-bridgeable`, `room-federated-already`, `room-not-owned`, or why the room could
 * not be bridged
 */
export async function bridgeExistingRoom(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
): Promise<BridgedRoom> {
	await requirePlan(bridge, []);
	return federateInTurn(bridge, user, room, (present) => bridgeRoom(bridge, user, present, []));
}

/**
 * Federates a channel or group that belongs to a user. Two owners may want it at the same time: the second one reads that it is done.
 * @param federate gets the room as it is now
 * @returns what `federate` returns
 * @throws FederationError `room-not-bridgeable`, `room-federated-already`, `room-not-owned`, and what `federate` throws
 */
export async function federateInTurn<Result>(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
	federate: (present: RocketChatRoom) => Promise<Result>,
): Promise<Result> {
	return bridge.queues.run(`federation of ${room.id}`, 0, async () =>
		federate(await requireOwnUnfederated(bridge, user, room)),
	);
}

async function requireOwnUnfederated(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
): Promise<RocketChatRoom> {
	if (!isChannelOrGroup(room)) {
		throw new FederationError('room-not-bridgeable');
	}
	const present = await withHostFailures(() => bridge.rooms.byId(room.id));
	if (!present || isMarkedFederated(present)) {
		throw new FederationError('room-federated-already');
	}
	await requireOwner(bridge, user, room);
	return present;
}

/** @throws FederationError `room-not-owned` if a user is neither an owner of a room nor an administrator */
export async function requireOwner(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
): Promise<void> {
	const owners = await withHostFailures(() => bridge.rooms.ownerIds(room.id));
	if (!owners.includes(user.id) && !user.roles.includes('admin')) {
		throw new FederationError('room-not-owned');
	}
}

/** @throws FederationError `plan-too-low` */
export async function requirePlan({ plan }: ConfiguredBridge, external: readonly UserId[]): Promise<void> {
	await plan.require('federated_room');
	if (external.length > 0) {
		await plan.require('invitation');
	}
}

/** @returns why Rocket.Chat does not create a room, as people understand it */
function refusalOf(error: unknown, name: string): FederationError {
	const failure = failureOf(error);
	if (failure.cause instanceof RoomNameTaken) {
		return new FederationError('room-name-taken', { name }, { cause: error });
	}
	return failure.code === 'message-refused'
		? new FederationError('room-not-permitted', {}, { cause: error })
		: failure;
}
