import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { failureOf, withHostFailures } from '../../failure';
import { translate } from '../../i18n';
import { isErrcode } from '../../matrix/homeserver-error';
import type { UserId } from '../../matrix/ids';
import { mayInvite } from '../../matrix/power-levels';
import type { RoomAddress } from '../../matrix/room-address';
import { ensureGhost } from '../../people/ghost';
import { needsGhost } from '../../people/members/person';
import { isEndToEndEncrypted } from '../../rocketchat/encryption';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import type { PendingJoin } from '../../store/pending-joins';
import { relayHistory } from '../../to-rocketchat/rooms/history';
import {
	enterRoom,
	followUpgrades,
	resolveAddress,
	type Target,
} from '../../to-rocketchat/joining/enter-room';
import { linkFederatedRoom } from '../../to-rocketchat/rooms/link-federated-room';
import { powerState } from '../../to-rocketchat/room-state/actors';
import { keepPresentState } from '../../to-rocketchat/room-state/keep-present';
import { bridgeStateOf } from './bridge-state';
import { runNoted } from '../../to-rocketchat/joining/noted-join';
import { federateInTurn } from './create-room';
import { closeEndedRooms } from './end-rooms';

/**
 * Links a channel or group that exists to a Matrix room that exists. Its members come in there, and those from there here. Both
 * sides keep their names, settings and roles, and what was written before stays where it is.
 * @param user who does it: an owner of the room or an administrator, whose ghost joins the Matrix room
 * @throws FederationError with the reason if one of the rooms cannot be linked, or the Matrix room does not let the members in
 */
export async function linkToMatrixRoom(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
	address: RoomAddress,
): Promise<void> {
	await bridge.plan.require('federated_room');
	await federateInTurn(bridge, user, room, (present) =>
		runNoted(bridge, { userId: user.id, address, rocketChatRoomId: room.id, mayKnock: false }, () =>
			link(bridge, user, present, { address }),
		),
	);
}

/**
 * Finishes what `linkToMatrixRoom` had begun when the app ended. The room may be marked and linked by now.
 * @throws as `linkToMatrixRoom`
 */
export async function finishLinking(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
	{ address, at }: PendingJoin,
): Promise<void> {
	await bridge.plan.require('federated_room');
	await bridge.queues.run(`federation of ${room.id}`, 0, () =>
		link(bridge, user, room, { address, begunAt: at }),
	);
}

/** @param begunAt when it was begun before the app ended, milliseconds since 1970; undefined if it begins now */
async function link(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	room: RocketChatRoom,
	{ address, begunAt }: { readonly address: RoomAddress; readonly begunAt?: number },
): Promise<void> {
	if (isEndToEndEncrypted(room)) {
		throw new FederationError('room-end-to-end-encrypted');
	}
	await closeEndedRooms(bridge); // the Matrix room may be one that the ghosts are still leaving
	const target = await resolveAddress(bridge, address);
	const ghostId = await ensureGhost(bridge, user);
	await followUpgrades(bridge, target, (current, mayFollow) =>
		linkTo(bridge, room, { ...current, ghostId }, { mayFollow, begunAt }),
	);
}

async function linkTo(
	bridge: ConfiguredBridge,
	room: RocketChatRoom,
	target: Target & { readonly ghostId: UserId },
	{ mayFollow, begunAt }: { readonly mayFollow: boolean; readonly begunAt: number | undefined },
): Promise<'linked' | { readonly replacedBy: Target }> {
	const { homeserver, store } = bridge;
	const { roomId: matrixId, ghostId, name } = target;
	const linked = await store.rooms.byMatrixId(matrixId);
	if (linked && (begunAt === undefined || linked.rocketChatId !== room.id)) {
		throw new FederationError('room-linked-already', { room: name });
	}
	if ((await store.endedRooms.all()).some((ended) => ended.roomId === matrixId && !ended.doneAt)) {
		throw new FederationError('room-still-left', { room: name });
	}
	// The ghost may be in the room because of the attempt that was interrupted.
	const wasMember =
		begunAt === undefined && (await homeserver.rooms.joinedRooms(ghostId)).includes(matrixId);
	const writtenSince = begunAt ?? Date.now();
	const entered = await enterRoom(bridge, ghostId, target, { mayKnock: false, mayFollow });
	if (typeof entered === 'object') {
		return entered;
	}
	try {
		if (!linked) {
			await requireWayIn(bridge, room, target);
			await keepPresentState(bridge, { room, matrixId, ghostId });
		}
		await linkFederatedRoom(bridge, { matrixId, rocketChatId: room.id, ghostId, writtenSince });
	} catch (error) {
		if (!wasMember && !linked) {
			await homeserver.members.leave(ghostId, matrixId, translate('decline_failed'));
		}
		throw error;
	}
	await sayBridged(bridge, room, target);
	await relayHistory(bridge, ghostId, matrixId, writtenSince, 0);
	return 'linked';
}

/**
 * The members of a room that cannot come into its Matrix room would be taken out of it here.
 * @throws FederationError `room-link-powerless`
 */
async function requireWayIn(
	bridge: ConfiguredBridge,
	{ id }: RocketChatRoom,
	{ ghostId, roomId, name }: Target & { readonly ghostId: UserId },
): Promise<void> {
	const { rooms, people, homeserver } = bridge;
	const members = await withHostFailures(() => rooms.members(id));
	const local = members.filter((member) => !people.isMadeByApp(member) && needsGhost(member));
	const rules = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.join_rules');
	const isOpen = rules?.content.join_rule === 'public';
	if (local.length > 1 && !isOpen && !mayInvite(await powerState(bridge, ghostId, roomId), ghostId)) {
		throw new FederationError('room-link-powerless', { room: name, ghost: ghostId });
	}
}

/** Tells people on Matrix to which room theirs is bridged, if the ghost has the power. */
async function sayBridged(
	bridge: ConfiguredBridge,
	room: RocketChatRoom,
	{ ghostId, roomId }: Target & { readonly ghostId: UserId },
): Promise<void> {
	try {
		for (const { type, content, state_key: key } of bridgeStateOf(bridge, room, ghostId)) {
			await bridge.homeserver.rooms.sendState(ghostId, roomId, type, content, key);
		}
	} catch (error) {
		if (!isErrcode(error, 'M_FORBIDDEN')) {
			bridge.log.failure('a Matrix room does not say to what it is bridged', failureOf(error), {
				roomId,
			});
		}
	}
}
