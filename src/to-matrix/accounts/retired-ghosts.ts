import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../../app-context';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { workspaceTexts } from '../../i18n';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { ensureGhost } from '../../people/ghost';
import { findSuccessor } from '../../people/ghost-in-room';
import { admitGhost } from '../../people/members/admit-ghost';
import { needsGhost } from '../../people/members/person';
import { roomMembers } from '../../people/room-members';
import { rocketChatUser } from '../../rocketchat/entities';
import { isPending } from '../../store/invitations';
import { isFederatedRoom } from '../../store/links';
import { withLeftRoom, type RetiredGhost } from '../../store/retired-ghosts';
import type { RoomLink, UserLink } from '../../store/store';
import { unsentMessages } from '../recovery/reconcile';
import { declineOnMatrix } from '../../to-rocketchat/invitations/decline';

/**
 * Has the ghost of a deleted account leave Matrix, and forgets a deleted bot user. Rocket.Chat raises the event only if a person
 * deletes the account (apps/meteor/app/lib/server/functions/deleteUser.ts); `AccountWatch` finds the others. What fails is done by
 * the recurring job.
 */
export async function relayUserDeletion(app: AppContext, deleted: IUser): Promise<void> {
	try {
		const bridge = await app.requireBridge();
		const link = await bridge.store.users.byRocketChatId(rocketChatUser(deleted).id);
		if (link && isOwnMatrixUser(link.matrixId, bridge.configuration)) {
			await retireGhost(bridge, link);
			app.incoming.ghosts.remove(await finishRetiring(bridge));
		} else if (link) {
			await bridge.store.users.forget(link); // the external person gets another bot user when one is needed
		}
	} catch (error) {
		app.log.failure('a deleted account is still on Matrix', failureOf(error), { userId: deleted.id });
	}
}

/** Stores that a ghost is to leave all rooms for good, because the account of its local user is deleted. */
export async function retireGhost(
	{ store, configuration }: ConfiguredBridge,
	{ matrixId: ghostId, rocketChatId: userId }: UserLink,
): Promise<void> {
	const isErased = configuration.eraseDeletedUsers === 'erase';
	await store.retiredGhosts.add({ ghostId, userId, at: Date.now(), isErased });
}

/**
 * Does what is still to be done for retired ghosts: they leave every room with the reason, and are deactivated. What fails is
 * logged, and done by the next call.
 * @returns the ghosts that are done
 */
export async function finishRetiring(bridge: ConfiguredBridge): Promise<readonly UserId[]> {
	const { store, instances, homeserverState, queues, log } = bridge;
	const done: UserId[] = [];
	for (const ghostId of homeserverState.isUsable ? await store.retiredGhosts.leaving() : []) {
		if (!instances.owns(ghostId)) {
			continue;
		}
		try {
			if (await queues.run(`ghost ${ghostId}`, 0, () => finish(bridge, ghostId))) {
				done.push(ghostId);
			}
		} catch (error) {
			const failure = failureOf(error);
			bridge.outgoing.reportOutageOf(failure);
			log.failure('the ghost of a deleted account is still on Matrix', failure, { ghostId });
		}
	}
	return done;
}

/** Doing it twice has the effect of doing it once. @returns whether nothing is left to do: not while the ghost has messages to send */
async function finish(bridge: ConfiguredBridge, ghostId: UserId): Promise<boolean> {
	const { store, homeserver } = bridge;
	let ghost = await store.retiredGhosts.byId(ghostId);
	if (!ghost || ghost.doneAt !== undefined) {
		return true;
	}
	await declineInvitations(bridge, ghost);
	let isDone = true;
	for (const roomId of await joinedRooms(bridge, ghostId)) {
		if (!ghost.isErased && (await hasUnsent(bridge, ghost, roomId))) {
			isDone = false;
			continue;
		}
		const erased = ghost.isErased ? await eraseIn(bridge, ghostId, roomId) : 0;
		await leaveRoom(bridge, ghostId, roomId);
		ghost = withLeftRoom(ghost, { roomId, erased });
		await store.retiredGhosts.save(ghost);
	}
	if (!isDone) {
		return false;
	}
	const isDeactivated = await homeserver.accounts.deactivate(ghostId, ghost.isErased);
	if (!isDeactivated && ghost.isErased) {
		await homeserver.accounts.setDisplayName(ghostId, '');
	}
	const link = await store.users.byMatrixId(ghostId);
	if (link) {
		await store.users.forget(link);
	}
	await store.pulledGhosts.remove(ghostId);
	await store.retiredGhosts.finish({ ...ghost, isDeactivated });
	return true;
}

/** @returns whether the person has written something in a room that is not on Matrix yet, as during an outage */
async function hasUnsent(
	bridge: ConfiguredBridge,
	{ userId }: RetiredGhost,
	matrixRoomId: RoomId,
): Promise<boolean> {
	const { store, outgoing, rooms, queues } = bridge;
	const room = await store.rooms.byMatrixId(matrixRoomId);
	const isThere = room && (await rooms.byId(room.rocketChatId));
	const progress = isThere && (await store.progress.of(room.rocketChatId));
	if (!progress) {
		return false;
	}
	// Behind what is on its way.
	const unsent = await queues.run(`rocketchat ${progress.roomId}`, Date.now(), () =>
		unsentMessages(bridge, progress),
	);
	if (unsent.every(({ sender }) => sender?.id !== userId)) {
		return false;
	}
	outgoing.leaveToRecovery(progress.roomId, matrixRoomId);
	return true;
}

async function declineInvitations(bridge: ConfiguredBridge, { userId }: RetiredGhost): Promise<void> {
	const { invitations } = bridge.store;
	for (const invitation of await invitations.ofUser(userId)) {
		if (isPending(invitation)) {
			await declineOnMatrix(bridge, invitation, 'leave_deleted');
		}
		await invitations.remove(invitation);
	}
}

/** @returns none if the homeserver does not know the ghost */
async function joinedRooms({ homeserver }: ConfiguredBridge, ghostId: UserId): Promise<RoomId[]> {
	try {
		return await homeserver.rooms.joinedRooms(ghostId);
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN', 'M_EXCLUSIVE')) {
			return [];
		}
		throw error;
	}
}

/** Redacts what a ghost has sent to a room. All servers in the room do as it says. @returns how many events it redacted */
async function eraseIn({ homeserver }: ConfiguredBridge, ghostId: UserId, roomId: RoomId): Promise<number> {
	let erased = 0;
	for await (const eventId of homeserver.events.eventsBy(ghostId, roomId)) {
		await homeserver.events.redact(ghostId, roomId, eventId, `erase.${eventId}`);
		erased += 1;
	}
	return erased;
}

/** Leaves a room, behind what is on its way from there, and has the app read the room as another ghost. */
async function leaveRoom(bridge: ConfiguredBridge, ghostId: UserId, roomId: RoomId): Promise<void> {
	const room = await bridge.store.rooms.byMatrixId(roomId);
	if (room) {
		await bridge.queues.run(`rocketchat ${room.rocketChatId}`, Date.now(), () =>
			leaveLinkedRoom(bridge, ghostId, room),
		);
	} else {
		await leave(bridge, ghostId, roomId);
	}
}

/** Rocket.Chat deletes a direct message of two with the account. A room in which no ghost is left is not relayed any more. */
async function leaveLinkedRoom(bridge: ConfiguredBridge, ghostId: UserId, room: RoomLink): Promise<void> {
	const { store, rooms } = bridge;
	const isThere = (await rooms.byId(room.rocketChatId)) !== undefined;
	const successor = isThere
		? ((await findSuccessor(bridge, room, ghostId)) ?? (await admitAnother(bridge, room, ghostId)))
		: undefined;
	if (successor) {
		await store.rooms.change({ ...room, ghostId: successor });
	}
	await leave(bridge, ghostId, room.matrixId);
	if (!successor) {
		await store.forgetRoom(room);
	}
}

/** Has the ghost of another local member join a federated room: in a large one not all of them have. */
async function admitAnother(
	bridge: ConfiguredBridge,
	room: RoomLink,
	reader: UserId,
): Promise<UserId | undefined> {
	if (!isFederatedRoom(room)) {
		return undefined;
	}
	const { local } = await roomMembers(bridge, room.rocketChatId);
	const person = local.find(needsGhost);
	if (!person) {
		return undefined;
	}
	const other = await ensureGhost(bridge, person);
	await admitGhost(bridge, room.matrixId, other, { reader });
	return other;
}

async function leave(
	{ homeserver, workspace }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<void> {
	try {
		await homeserver.members.leave(ghostId, roomId, workspaceTexts(workspace)('leave_deleted'));
	} catch (error) {
		if (!isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
			throw error;
		}
	}
}
