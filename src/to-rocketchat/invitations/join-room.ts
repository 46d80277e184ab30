import { cleanName } from '../../convert/clean-name';
import { namesToTry, shownNamesToTry, slugOf } from '../../convert/room-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { objectIn } from '../../convert/json';
import { FederationError } from '../../errors';
import { failureOf, withHostFailures } from '../../failure';
import { translate, workspaceTexts, type TextKey } from '../../i18n';
import { localpartOf, parseEventId, serverOf, type RoomId, type UserId } from '../../matrix/ids';
import { letsInUninvited } from '../../matrix/join-rule';
import { ensureBotUser } from '../../people/bot-user';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { powerfulIn } from '../../matrix/power-levels';
import { ensureGhost } from '../../people/ghost';
import { isServerBlocked } from '../../people/server-gate';
import { reconcileOrLeaveToOwner } from '../../people/members/reconcile-or-leave';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { createUnderFreeName } from '../../rocketchat/free-room-name';
import { matrixRoomIdIn } from '../../rocketchat/rooms';
import { isFederatedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { reasonToLeave } from '../joining/unusable-room';
import { relayHistory } from '../rooms/history';
import { linkFederatedRoom } from '../rooms/link-federated-room';
import { powerState } from '../room-state/actors';
import { settleRolesOfNewcomer } from '../room-state/newcomer';

/** People with power who are asked for before the members are listed. */
const MAX_HOSTS_TRIED = 5;

/** A Matrix room that is to be joined. */
export interface RoomToJoin {
	readonly ghostId: UserId;
	readonly roomId: RoomId;
	/** Undefined if nobody had to invite the ghost. */
	readonly inviter?: UserId;
	/** When the join was begun that a stop of the app has interrupted, milliseconds since 1970; undefined if it begins now. */
	readonly begunAt?: number | undefined;
}

/**
 * Joins the room of an invitation, or a public one, which is no direct message. If it is linked, the user becomes a member of its
 * channel or group; otherwise it gets one: a channel if everybody may join it on Matrix, else a group. Idempotent, so that it
 * resumes after a crash.
 * @returns why the workspace cannot use the room, which the ghost has left again; undefined if the user is in it
 * @throws FederationError `invitation-gone` or HomeserverError `M_FORBIDDEN` if the ghost is not invited any more
 */
export async function joinFederatedRoom(
	bridge: ConfiguredBridge,
	{ ghostId, roomId, inviter, begunAt }: RoomToJoin,
	user: RocketChatUser,
): Promise<TextKey | undefined> {
	const { homeserver, store } = bridge;
	await ensureGhost(bridge, user);
	const writtenSince = begunAt ?? Date.now();
	await homeserver.members.join(ghostId, roomId);
	const found = await store.rooms.byMatrixId(roomId);
	const link = found && isFederatedRoom(found) ? found : undefined;
	if (inviter && (await wasWithdrawn(bridge, ghostId, roomId))) {
		await leaveAgain(bridge, { ghostId, roomId, link }, user);
		throw new FederationError('invitation-gone');
	}
	// The app may have ended between storing the link and what follows it.
	const isInterrupted = begunAt !== undefined && link?.ghostId === ghostId;
	if (link && !isInterrupted) {
		await reconcileOrLeaveToOwner(bridge, link, { only: [ghostId] });
		await settleRolesOfNewcomer(bridge, roomId, ghostId);
		return undefined;
	}
	const unusable = await reasonToLeave(bridge, ghostId, roomId);
	if (unusable) {
		await homeserver.members.leave(ghostId, roomId, translate(unusable));
		return unusable;
	}
	try {
		const host = inviter ?? (await findHost(bridge, ghostId, roomId));
		const rocketChatId =
			link?.rocketChatId ??
			(await withHostFailures(() => ensureRoom(bridge, { ghostId, roomId, host }, user)));
		await withHostFailures(() => bridge.rooms.addMember(rocketChatId, user.username));
		// A ghost that somebody removes before the members are compared is not to join again.
		await store.members.settle(roomId, new Map([[ghostId, true]]));
		await linkFederatedRoom(bridge, { matrixId: roomId, rocketChatId, ghostId, writtenSince });
	} catch (error) {
		const failure = failureOf(error);
		if (failure.code === 'message-refused') {
			await homeserver.members.leave(ghostId, roomId, translate('decline_failed'));
		}
		throw failure;
	}
	await relayHistory(bridge, ghostId, roomId, writtenSince);
	return undefined;
}

/**
 * Takes a user out of a room again whose ghost should not have joined it. In the turn of the room's members: a comparison that sees the
 * ghost in it on Matrix, or the user in Rocket.Chat, would bring both back.
 */
async function leaveAgain(
	{ homeserver, store, queues, rooms, people }: ConfiguredBridge,
	{ ghostId, roomId, link }: { ghostId: UserId; roomId: RoomId; link: RoomLink | undefined },
	{ id, username }: RocketChatUser,
): Promise<void> {
	await queues.run(`members ${roomId}`, 0, async () => {
		if (link && (await people.isMemberOf(id, link.rocketChatId))) {
			// Otherwise the ghost would seem to have left by itself, and the user would stay.
			await withHostFailures(() => rooms.removeMember(link.rocketChatId, username));
		}
		await homeserver.members.leave(ghostId, roomId, translate('invitation_withdrawn'));
		await store.members.settle(roomId, new Map([[ghostId, false]]));
	});
}

/**
 * A room that people may join without an invitation lets in also a ghost whose invitation was withdrawn a moment before.
 * @returns whether the ghost was not invited to such a room when it joined
 */
async function wasWithdrawn(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<boolean> {
	const joinRules = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.join_rules');
	if (!letsInUninvited(joinRules?.content.join_rule)) {
		return false;
	}
	const joining = parseEventId((await homeserver.rooms.memberEvent(ghostId, roomId, ghostId))?.event_id);
	const event = joining && (await homeserver.events.read(ghostId, roomId, joining));
	const { membership } = objectIn(event?.unsigned.prev_content);
	return membership === 'leave' || membership === 'ban';
}

/** A Matrix room that gets a room in Rocket.Chat. */
interface NewLink {
	readonly ghostId: UserId;
	readonly roomId: RoomId;
	/** The external person whose bot user creates the room; undefined if there is none. */
	readonly host: UserId | undefined;
}

/**
 * Reads the list of the members only if nobody with power is there: that of a large room takes long.
 * @returns the external person with the most power in a room; of a blocked server nobody
 */
async function findHost(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<UserId | undefined> {
	const { homeserver, configuration } = bridge;
	const mayBeHost = (userId: UserId) =>
		!isOwnMatrixUser(userId, configuration) && !isServerBlocked(bridge, userId);
	const state = await powerState(bridge, ghostId, roomId);
	for (const userId of powerfulIn(state).filter(mayBeHost).slice(0, MAX_HOSTS_TRIED)) {
		if ((await homeserver.members.membership(ghostId, roomId, userId)) === 'join') {
			return userId;
		}
	}
	return [...(await homeserver.members.joinedMembers(ghostId, roomId)).keys()].find(mayBeHost);
}

/** @returns the room in Rocket.Chat that is marked with the Matrix room; it is created if there is none yet */
async function ensureRoom(
	bridge: ConfiguredBridge,
	{ ghostId, roomId, host }: NewLink,
	user: RocketChatUser,
): Promise<RocketChatRoomId> {
	const { people, rooms, homeserver } = bridge;
	const creatorId = host ? await ensureBotUser(bridge, host) : user.id;
	for (const id of await people.roomIdsOf(creatorId)) {
		const room = await rooms.byId(id);
		if (room && matrixRoomIdIn(room) === roomId) {
			return id; // it was created before the app was interrupted
		}
	}
	const name = await nameOf(bridge, ghostId, roomId, host ?? ghostId);
	const joinRules = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.join_rules');
	const isPublic = joinRules?.content.join_rule === 'public';
	const server = serverOf(host ?? ghostId);
	// Rooms of one name stand beside each other, told apart by the server.
	return createUnderFreeName(
		rooms,
		{ isPublic, creatorId, mark: { roomId } },
		namesToTry(slugOf(name), server),
		shownNamesToTry(name, server),
	);
}

/** Client-Server API, "Calculating the display name for a room", as far as it needs no list of members. */
async function nameOf(
	{ homeserver, workspace }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
	inviter: UserId,
): Promise<string> {
	const named = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.name');
	const aliased = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.canonical_alias');
	return (
		cleanName(named?.content.name) ??
		cleanName(aliased?.content.alias) ??
		workspaceTexts(workspace)('room_unnamed', { person: localpartOf(inviter) })
	);
}
