import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { botUsernameOf } from '../people/bot-username';
import { FederationError } from '../errors';
import type { ConfiguredBridge, OpeningResult } from '../configured-bridge';
import { failureOf } from '../failure';
import { translate, type TextKey } from '../i18n';
import type { Membership } from '../matrix/events';
import { isErrcode } from '../matrix/homeserver-error';
import { parseRoomId, type RoomId, type UserId } from '../matrix/ids';
import { relayEarlierMessages } from '../to-rocketchat/earlier-messages';
import { ensureBotUser } from '../people/bot-user';
import { matrixRoomIdIn } from '../rocketchat/rooms';
import { ensureGhost } from '../people/ghost';
import { lookUpExternalUser } from './external-user';

/** The people of a direct message besides the one who opens it; at least one is external. */
export interface OtherMembers {
	readonly external: readonly UserId[];
	readonly local: readonly IUser[];
}

/**
 * Opens a direct message between a local user and others, on both sides; asked twice at once, it is opened once.
 * Client-Server API, "Direct Messaging".
 * @returns `existed` where it was there before
 * @throws FederationError with a sentence of its own where an external user cannot be reached
 */
export async function openDirectRoom(
	bridge: ConfiguredBridge,
	user: IUser,
	others: OtherMembers,
): Promise<OpeningResult> {
	const key = [user.id, ...others.local.map(({ id }) => id), ...others.external].sort().join(' ');
	return bridge.directRoomOpenings.run(key, () => open(bridge, user, others));
}

async function open(bridge: ConfiguredBridge, user: IUser, others: OtherMembers): Promise<OpeningResult> {
	const { rooms, store } = bridge;
	// Everything that may be refused comes before anybody is invited.
	const displayNames = await Promise.all(
		others.external.map((userId) => lookUpExternalUser(bridge, userId)),
	);
	const ghostId = await ensureGhost(bridge, user);
	const colleagues = await Promise.all(others.local.map((person) => ensureGhost(bridge, person)));
	const usernames = [
		...others.external.map(botUsernameOf),
		...others.local.map(({ username }) => username),
	];
	const existing = await rooms.directOf([user.username, ...usernames]);
	if (existing && (await reopenRoom(bridge, existing, ghostId, others.external))) {
		return 'existed';
	}
	await Promise.all(
		others.external.map((userId, index) => ensureBotUser(bridge, userId, displayNames[index])),
	);
	const roomId = await createRoom(bridge, ghostId, colleagues, others.external);
	try {
		const rocketChatRoomId = await rooms.ensureDirect(user.id, usernames);
		await rooms.mark(rocketChatRoomId, roomId);
		await store.rooms.add({ matrixId: roomId, rocketChatId: rocketChatRoomId });
		// Somebody may have joined and written before the room was linked.
		await relayEarlierMessages(bridge, ghostId, roomId);
		return 'opened';
	} catch (error) {
		await leaveUnusedRoom(bridge, [...colleagues, ghostId], roomId, 'decline_failed');
		throw error;
	}
}

/** @throws FederationError `room-encrypted` where the homeserver encrypts every new room */
async function createRoom(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	colleagues: readonly UserId[],
	external: readonly UserId[],
): Promise<RoomId> {
	const { homeserver } = bridge;
	const roomId = await homeserver.createRoom(ghostId, {
		preset: 'trusted_private_chat',
		is_direct: true,
		invite: [...external, ...colleagues],
	});
	try {
		// Synapse: encryption_enabled_by_default_for_room_type.
		if ((await homeserver.state(ghostId, roomId)).some(({ type }) => type === 'm.room.encryption')) {
			throw new FederationError('room-encrypted');
		}
		await Promise.all(colleagues.map((colleague) => homeserver.join(colleague, roomId)));
		return roomId;
	} catch (error) {
		const isEncrypted = error instanceof FederationError && error.code === 'room-encrypted';
		const reason = isEncrypted ? 'decline_encrypted' : 'decline_failed';
		await leaveUnusedRoom(bridge, [...colleagues, ghostId], roomId, reason);
		throw error;
	}
}

/** Leaves a room that came to nothing, as far as the homeserver still answers. */
async function leaveUnusedRoom(
	{ homeserver, log }: ConfiguredBridge,
	ghostIds: readonly UserId[],
	roomId: RoomId,
	reason: TextKey,
): Promise<void> {
	for (const ghostId of ghostIds) {
		await homeserver.leave(ghostId, roomId, translate(reason)).catch((error: unknown) => {
			log.failure('a room could not be left', failureOf(error), { roomId, ghostId });
		});
	}
}

/**
 * @returns whether a direct message is marked with a room that the ghost and some of the others are still in; who has
 * left is invited into it again
 */
async function reopenRoom(
	{ homeserver }: ConfiguredBridge,
	existing: IRoom,
	ghostId: UserId,
	external: readonly UserId[],
): Promise<boolean> {
	const roomId = parseRoomId(matrixRoomIdIn(existing));
	if (!roomId) {
		return false;
	}
	try {
		const memberships = await Promise.all(
			external.map((userId) => homeserver.membership(ghostId, roomId, userId)),
		);
		const missing = external.filter((_, index) => !isPresent(memberships[index]));
		if (missing.length === external.length) {
			return false;
		}
		await Promise.all(missing.map((userId) => homeserver.invite(ghostId, roomId, userId)));
		return true;
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN')) {
			return false;
		}
		throw error;
	}
}

function isPresent(membership: Membership | undefined): boolean {
	return membership === 'join' || membership === 'invite';
}
