import { FederationError, isCode } from '../../errors';
import type { OpeningResult } from '../../bridge-memory';
import type { ConfiguredBridge } from '../../configured-bridge';
import { isInvitedOrJoined } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureBotUser } from '../../people/bot-user';
import { botUsernameOf } from '../../people/bot-username';
import { ensureGhost } from '../../people/ghost';
import { reasonToStop } from '../../people/readers';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { isDirectMessageEncrypted, isEndToEndEncrypted } from '../../rocketchat/encryption';
import { relayEarlierMessages } from '../../to-rocketchat/rooms/earlier-messages';
import type { RoomPurpose } from '../../store/room-creations';
import { lookUpExternalUser } from './external-user';
import { isMarkedFederated, linkedMatrixRoom, markedMatrixRoom } from '../rooms/federated-room';
import { deliveredFrom } from '../recovery/old-messages';
import { createRoomOnce, endRoomCreation, giveUpRoom } from '../rooms/room-creation';

/** The people of a direct message besides the one who opens it. */
export interface OtherMembers {
	/** At least one. */
	readonly external: readonly UserId[];
	readonly local: readonly RocketChatUser[];
	/** Their direct message in Rocket.Chat, if a message in it is the reason; otherwise it is looked up. */
	readonly room?: RocketChatRoom;
}

/**
 * Opens a direct message between a local user and others, on both sides. Two calls for the same people at the same time
 * open one. Client-Server API, "Direct Messaging".
 * @returns `existed` if it was open already
 * @throws FederationError if an external user cannot be invited, with the reason as its code
 */
export async function openDirectRoom(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	others: OtherMembers,
): Promise<OpeningResult> {
	const key = [user.id, ...others.local.map(({ id }) => id), ...others.external].sort().join(' ');
	return bridge.directRoomOpenings.run(key, () => open(bridge, user, others));
}

async function open(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	others: OtherMembers,
): Promise<OpeningResult> {
	const opening = await prepare(bridge, user, others);
	return (await reopen(bridge, opening)) ? 'existed' : openAnew(bridge, opening);
}

/** A direct message that is opened. Nobody is invited yet. */
interface Opening {
	readonly user: RocketChatUser;
	readonly others: OtherMembers;
	/** The display names of the external people, in their order. */
	readonly displayNames: readonly (string | undefined)[];
	readonly ghostId: UserId;
	/** The ghosts of the other local people. */
	readonly colleagues: readonly UserId[];
	/** The usernames of everybody but the one who opens it. */
	readonly usernames: readonly string[];
	/** Their direct message in Rocket.Chat, if there is one. */
	readonly existing: RocketChatRoom | undefined;
	readonly purpose: RoomPurpose & { readonly what: 'direct' };
}

/** Does everything that may be refused, before the first invitation. @throws FederationError */
async function prepare(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	others: OtherMembers,
): Promise<Opening> {
	const displayNames = await Promise.all(
		others.external.map((userId) => lookUpExternalUser(bridge, userId)),
	);
	const ghostId = await ensureGhost(bridge, user);
	const colleagues = await Promise.all(others.local.map((person) => ensureGhost(bridge, person)));
	const usernames = [
		...others.external.map(botUsernameOf),
		...others.local.map(({ username }) => username),
	];
	const existing = others.room ?? (await bridge.rooms.directOf([user.username, ...usernames]));
	if (existing ? isEndToEndEncrypted(existing) : bridge.workspace.encryptsDirectMessages) {
		throw new FederationError('direct-message-encrypted');
	}
	const purpose = {
		...{ what: 'direct' as const, userId: user.id, external: others.external },
		local: others.local.map(({ id }) => id),
		...(others.room && { rocketChatRoomId: others.room.id }),
	};
	return { user, others, displayNames, ghostId, colleagues, usernames, existing, purpose };
}

/** @returns whether the direct message goes on in the Matrix room that it has */
async function reopen(
	bridge: ConfiguredBridge,
	{ others, ghostId, existing, purpose }: Opening,
): Promise<boolean> {
	if (!existing) {
		return false;
	}
	// If the app ended while it opened the direct message, that is finished first.
	const begun = await bridge.store.roomCreations.of(purpose);
	if (begun && (await linkedMatrixRoom(bridge, existing)) === undefined) {
		return false;
	}
	const roomId = await reopenRoom(bridge, existing, ghostId, others.external);
	if (roomId === undefined) {
		return false;
	}
	await bridge.outgoing.startRelaying(existing.id, roomId, begun?.at ?? Date.now());
	await (begun && endRoomCreation(bridge, purpose));
	return true;
}

/** Makes the Matrix room, and what is missing in Rocket.Chat, and links them. */
async function openAnew(bridge: ConfiguredBridge, opening: Opening): Promise<OpeningResult> {
	const { rooms, store } = bridge;
	const { user, others, displayNames, ghostId, colleagues, usernames, existing, purpose } = opening;
	await Promise.all(
		others.external.map((userId, index) => ensureBotUser(bridge, userId, displayNames[index])),
	);
	const { roomId, begunAt } = await createDirectRoom(bridge, ghostId, colleagues, purpose);
	// What was written before the direct message was federated is sent, too.
	const writtenSince = existing && !isMarkedFederated(existing) ? deliveredFrom(bridge) : begunAt;
	try {
		const rocketChatRoomId = others.room?.id ?? (await rooms.ensureDirect(user.id, usernames));
		// The settings are up to a minute old, so the new room may be encrypted all the same.
		if (!others.room && (await isDirectMessageEncrypted(bridge, [user.username, ...usernames]))) {
			throw new FederationError('direct-message-encrypted');
		}
		await rooms.mark(rocketChatRoomId, roomId);
		await store.rooms.add({
			...{ matrixId: roomId, rocketChatId: rocketChatRoomId, ghostId },
			...(others.room && { isInvitedByMessage: true }),
		});
		await bridge.outgoing.startRelaying(rocketChatRoomId, roomId, writtenSince);
		await endRoomCreation(bridge, purpose);
		// An external user may have joined and written before the room was linked.
		await relayEarlierMessages(bridge, ghostId, roomId);
		return 'opened';
	} catch (error) {
		const ghostIds = [...colleagues, ghostId];
		await giveUpRoom(bridge, purpose, { roomId, ghostIds, reason: 'decline_failed' });
		throw error;
	}
}

/** @throws FederationError `room-encrypted` if the homeserver encrypts every new room */
async function createDirectRoom(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	colleagues: readonly UserId[],
	purpose: RoomPurpose & { readonly what: 'direct' },
): ReturnType<typeof createRoomOnce> {
	const { homeserver } = bridge;
	const created = await createRoomOnce(bridge, ghostId, purpose, {
		preset: 'trusted_private_chat',
		is_direct: true,
		invite: [...purpose.external, ...colleagues],
	});
	const { roomId } = created;
	try {
		// Synapse encrypts new rooms by itself if `encryption_enabled_by_default_for_room_type` says so.
		if (
			(await homeserver.rooms.state(ghostId, roomId)).some(({ type }) => type === 'm.room.encryption')
		) {
			throw new FederationError('room-encrypted');
		}
		await Promise.all(colleagues.map((colleague) => homeserver.members.join(colleague, roomId)));
		return created;
	} catch (error) {
		const reason = isCode(error, 'room-encrypted') ? 'decline_encrypted' : 'decline_failed';
		await giveUpRoom(bridge, purpose, { roomId, ghostIds: [...colleagues, ghostId], reason });
		throw error;
	}
}

/**
 * Invites the external users who have left the Matrix room of an existing direct message back into it.
 * @returns the room; undefined if the direct message has no Matrix room that the ghost and an external user are in, or if nothing
 * is sent to it because of who can read it: nobody is invited then, and a new room is needed
 */
async function reopenRoom(
	bridge: ConfiguredBridge,
	existing: RocketChatRoom,
	ghostId: UserId,
	external: readonly UserId[],
): Promise<RoomId | undefined> {
	const { homeserver, store } = bridge;
	const roomId = markedMatrixRoom(existing);
	const link = roomId && (await store.rooms.byMatrixId(roomId));
	if (!roomId || (link && reasonToStop(bridge, link))) {
		return undefined;
	}
	try {
		const memberships = await Promise.all(
			external.map((userId) => homeserver.members.membership(ghostId, roomId, userId)),
		);
		// A homeserver may show the state as it was when the ghost was removed.
		if ((await homeserver.members.membership(ghostId, roomId, ghostId)) !== 'join') {
			return undefined;
		}
		const missing = external.filter((_, index) => !isInvitedOrJoined(memberships[index]));
		if (missing.length === external.length) {
			return undefined;
		}
		await Promise.all(missing.map((userId) => homeserver.members.invite(ghostId, roomId, userId)));
		return roomId;
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN')) {
			return undefined;
		}
		throw error;
	}
}
