import { cleanName } from '../../convert/clean-name';
import { namesToTry, slugOf } from '../../convert/room-name';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, withHostFailures } from '../../failure';
import { translate, workspaceTexts, type TextKey } from '../../i18n';
import { localpartOf, serverOf, type RoomId, type UserId } from '../../matrix/ids';
import { ensureBotUser } from '../../people/bot-user';
import { ensureGhost } from '../../people/ghost';
import { reconcileMembers } from '../../people/members/reconcile-members';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { matrixRoomIdIn, RoomNameTaken, type NewRoom } from '../../rocketchat/rooms';
import { isFederatedRoom } from '../../store/links';
import type { StoredInvitation } from '../../store/invitations';
import { relayEarlierMessages } from '../earlier-messages';
import { linkFederatedRoom } from '../link-federated-room';

/** Names that are tried before Rocket.Chat's refusal counts. */
const MAX_NAMES = 50;

/**
 * Joins the room of an invitation, which is no direct message. If it is linked, the user becomes a member of its channel or group;
 * otherwise it gets one: a channel if everybody may join it on Matrix, else a group. Idempotent, so that it resumes after a crash.
 * @returns why the workspace cannot use the room, which the ghost has left again; undefined if the user is in it
 * @throws HomeserverError `M_FORBIDDEN` if the ghost is not invited any more
 */
export async function joinFederatedRoom(
	bridge: ConfiguredBridge,
	{ ghostId, roomId, inviter }: StoredInvitation,
	user: RocketChatUser,
): Promise<TextKey | undefined> {
	const { homeserver, store } = bridge;
	await ensureGhost(bridge, user);
	const writtenSince = Date.now();
	await homeserver.join(ghostId, roomId);
	const link = await store.rooms.byMatrixId(roomId);
	if (link && isFederatedRoom(link)) {
		await reconcileMembers(bridge, roomId, { only: [ghostId] });
		return undefined;
	}
	if (await homeserver.stateEvent(ghostId, roomId, 'm.room.encryption')) {
		await homeserver.leave(ghostId, roomId, translate('decline_encrypted'));
		return 'decline_encrypted';
	}
	try {
		const rocketChatId = await withHostFailures(() => ensureRoom(bridge, { ghostId, roomId, inviter }));
		await withHostFailures(() => bridge.rooms.addMember(rocketChatId, user.username));
		await linkFederatedRoom(bridge, { matrixId: roomId, rocketChatId, ghostId, writtenSince });
	} catch (error) {
		const failure = failureOf(error);
		if (failure.code === 'message-refused') {
			await homeserver.leave(ghostId, roomId, translate('decline_failed'));
		}
		throw failure;
	}
	await relayEarlierMessages(bridge, ghostId, roomId);
	return undefined;
}

type NewLink = Pick<StoredInvitation, 'ghostId' | 'roomId' | 'inviter'>;

/** @returns the room in Rocket.Chat that is marked with the Matrix room; it is created if there is none yet */
async function ensureRoom(
	bridge: ConfiguredBridge,
	{ ghostId, roomId, inviter }: NewLink,
): Promise<RocketChatRoomId> {
	const { people, rooms, homeserver } = bridge;
	const creatorId = await ensureBotUser(bridge, inviter);
	for (const id of await people.roomIdsOf(creatorId)) {
		const room = await rooms.byId(id);
		if (room && matrixRoomIdIn(room) === roomId) {
			return id; // it was created before the app was interrupted
		}
	}
	const name = await nameOf(bridge, ghostId, roomId, inviter);
	const joinRules = await homeserver.stateEvent(ghostId, roomId, 'm.room.join_rules');
	const isPublic = joinRules?.content.join_rule === 'public';
	return createUnderFreeName(bridge, serverOf(inviter), {
		...{ name: slugOf(name), displayName: name, isPublic, creatorId, matrixRoomId: roomId },
	});
}

/** Creates a room. If another one has its name, both stand beside each other, told apart by the server. */
async function createUnderFreeName(
	{ rooms }: ConfiguredBridge,
	server: string,
	room: NewRoom,
): Promise<RocketChatRoomId> {
	const names = namesToTry(room.name, server);
	for (let tried = 1; ; tried++) {
		const name = names.next().value;
		const isFirst = name === room.name;
		const displayName = isFirst ? room.displayName : `${room.displayName} (${server})`;
		try {
			return await rooms.create({ ...room, name, displayName });
		} catch (error) {
			if (!(error instanceof RoomNameTaken) || tried === MAX_NAMES) {
				throw error;
			}
		}
	}
}

/** Client-Server API, "Calculating the display name for a room", as far as it needs no list of members. */
async function nameOf(
	{ homeserver, workspace }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
	inviter: UserId,
): Promise<string> {
	const named = await homeserver.stateEvent(ghostId, roomId, 'm.room.name');
	const aliased = await homeserver.stateEvent(ghostId, roomId, 'm.room.canonical_alias');
	return (
		cleanName(named?.content.name) ??
		cleanName(aliased?.content.alias) ??
		workspaceTexts(workspace)('room_unnamed', { person: localpartOf(inviter) })
	);
}
