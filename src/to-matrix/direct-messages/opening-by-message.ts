import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../../app-context';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, withHostFailures } from '../../failure';
import { roomMembers } from '../../people/room-members';
import type { RocketChatRoom, RocketChatUser, StoredMessage } from '../../rocketchat/entities';
import type { RocketChatRoomId, RocketChatUserId } from '../../rocketchat/ids';
import { isTemporary } from '../delivery';
import { openDirectRoom } from './direct-room';
import { isMarkedFederated } from '../rooms/federated-room';
import { permitOpening } from './opening-permission';
import { failureSentence, tellActor } from '../sender-notice';

/** Milliseconds before the start of the app within which people may have written without an event for the app. */
export const MISSED_BEFORE_START_MS = 3_600_000;

/**
 * Tells whether a person wrote in a direct message with external people that has no Matrix room yet, because it was not opened
 * by the command. Costs calls only for a direct message that was not looked at before.
 */
export async function needsOpening(
	app: Pick<AppContext, 'store' | 'people' | 'openStore'>,
	room: RocketChatRoom,
	sender: RocketChatUser,
): Promise<boolean> {
	if (room.type !== RoomType.DIRECT_MESSAGE || isMarkedFederated(room) || sender.type !== UserType.USER) {
		return false;
	}
	const { openings, users } = app.store;
	if (openings.isLocalRoom(room.id)) {
		return false;
	}
	await app.openStore();
	for (const id of (room.userIds ?? []) as RocketChatUserId[]) {
		const isLinked = id !== sender.id && (await users.byRocketChatId(id)) !== undefined;
		const user = isLinked ? await app.people.byId(id) : undefined;
		if (user && app.people.isMadeByApp(user)) {
			return true;
		}
	}
	openings.addLocalRoom(room.id); // the members of a direct message do not change
	return false;
}

/** Has a direct message opened on Matrix, and then everything sent that was written in it. Does not wait for it. */
export async function requestOpening(
	app: Pick<AppContext, 'store' | 'outgoing' | 'homeserverState'>,
	{ room, threadId }: Pick<StoredMessage, 'room' | 'threadId'>,
	sender: RocketChatUser,
): Promise<void> {
	await app.store.openings.add({ roomId: room.id, userId: sender.id, at: Date.now() });
	app.outgoing.recovery.request(room.id);
	if (!app.homeserverState.isUsable) {
		app.outgoing.tellOfOutage(sender, room.id, threadId);
	}
}

/**
 * Requests the opening of a direct message in which a local user wrote while the app did not run. A message of it that has a link
 * shows that it was open before, so the others are not new.
 * @returns whether it was requested
 */
export async function requestMissedOpening(
	bridge: ConfiguredBridge,
	roomId: RocketChatRoomId,
): Promise<boolean> {
	const { store, people, rooms, messages, startedAt } = bridge;
	const room = await rooms.byId(roomId);
	if (room?.type !== RoomType.DIRECT_MESSAGE || isMarkedFederated(room)) {
		return false;
	}
	const { external } = await roomMembers(bridge, roomId);
	const listed =
		external.length > 0 ? await messages.listSince(roomId, startedAt - MISSED_BEFORE_START_MS) : [];
	const links = await Promise.all(listed.map(({ id }) => store.messages.byRocketChatId(id)));
	if (links.some((link) => link !== undefined)) {
		return false;
	}
	for (const { senderId, createdAt } of listed) {
		const sender = await people.byId(senderId);
		if (sender?.type === UserType.USER) {
			return store.openings.add({ roomId, userId: sender.id, at: createdAt });
		}
	}
	return false;
}

/**
 * Opens a direct message on Matrix in which a local user wrote, if one was requested. If that can never succeed, the user is told
 * why; what was written is sent when the direct message is opened later.
 * @returns whether it was requested
 * @throws FederationError if it may succeed later: the homeserver or the host is away
 */
export async function openPending(bridge: ConfiguredBridge, roomId: RocketChatRoomId): Promise<boolean> {
	const { store, people, rooms, instances, log } = bridge;
	if (!instances.isAlone) {
		await store.openings.all(); // another instance may have requested it
	}
	const pending = store.openings.of(roomId);
	if (!pending) {
		return false;
	}
	const [user, room] = await withHostFailures(() =>
		Promise.all([people.byId(pending.userId), rooms.byId(roomId)]),
	);
	try {
		if (user && room) {
			await withHostFailures(() => open(bridge, user, room));
		}
	} catch (error) {
		const failure = failureOf(error);
		if (isTemporary(failure)) {
			throw failure;
		}
		log.failure('a direct message could not be opened', failure, { roomId });
		await refuseInvitationsByMessage(bridge, roomId);
		await tellActor(
			bridge,
			{ actor: user, room: { id: roomId } },
			failureSentence('message_not_sent', failure),
		);
	}
	await store.openings.remove(roomId);
	return true;
}

/** From now on a message invites nobody again: the same would fail again. */
async function refuseInvitationsByMessage(
	{ store }: ConfiguredBridge,
	roomId: RocketChatRoomId,
): Promise<void> {
	const progress = await store.progress.of(roomId);
	const link = progress && (await store.rooms.byMatrixId(progress.matrixRoomId));
	if (link) {
		await store.rooms.change({ ...link, isInvitedByMessage: true });
	}
}

async function open(bridge: ConfiguredBridge, user: RocketChatUser, room: RocketChatRoom): Promise<void> {
	const members = await roomMembers(bridge, room.id);
	const colleagues = members.local.filter(
		({ id, type, isEnabled }) => id !== user.id && type === UserType.USER && isEnabled,
	);
	await permitOpening(bridge, user, members.external.length + colleagues.length);
	await openDirectRoom(bridge, user, { external: members.external, local: colleagues, room });
}
