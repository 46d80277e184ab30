import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { ghostUsernameOf } from '../convert/ghost-name';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import { translate } from '../i18n';
import { isErrcode } from '../matrix/homeserver-error';
import { parseRoomId, type RoomId, type UserId } from '../matrix/ids';
import { carryEarlierMessages } from '../to-rocketchat/earlier-messages';
import { ensureGhost } from '../to-rocketchat/ghost';
import { matrixRoomIdIn } from '../rocketchat/rooms';
import { ensurePuppet } from './puppet';
import { reach } from './reach';

/** The people of a direct message besides the one who opens it; at least one is external. */
export interface Others {
	readonly external: readonly UserId[];
	readonly local: readonly IUser[];
}

/** A direct message that is open on both sides. */
export interface DirectRoom {
	readonly rocketChatRoomId: string;
	/** Whether it was there before. */
	readonly existed: boolean;
}

/**
 * Opens a direct message between a local user and others, on both sides; asked twice at once, it is opened once.
 * Client-Server API, "Direct Messaging".
 * @throws FederationError with a sentence of its own where an external user cannot be reached
 */
export async function openDirectRoom(
	federation: Federation,
	user: IUser,
	others: Others,
): Promise<DirectRoom> {
	const key = [user.id, ...others.local.map(({ id }) => id), ...others.external].sort().join(' ');
	return federation.openings.run(key, () => open(federation, user, others));
}

async function open(federation: Federation, user: IUser, { external, local }: Others): Promise<DirectRoom> {
	const { homeserver, rooms } = federation;
	const displayNames = await Promise.all(external.map((userId) => reach(federation, userId)));
	const puppetId = await ensurePuppet(federation, user);
	const localPuppets = await Promise.all(local.map((person) => ensurePuppet(federation, person)));
	const usernames = [...external.map(ghostUsernameOf), ...local.map(({ username }) => username)];
	const existing = await rooms.directOf([user.username, ...usernames]);
	if (existing && (await isAlive(federation, matrixRoomIdIn(existing), puppetId, external))) {
		return { rocketChatRoomId: existing.id, existed: true };
	}
	// Matrix first: an invitation that is refused leaves nothing behind in Rocket.Chat.
	const roomId = await homeserver.createRoom(puppetId, {
		preset: 'trusted_private_chat',
		is_direct: true,
		invite: [...external, ...localPuppets],
	});
	// A homeserver may encrypt every new room (Synapse: encryption_enabled_by_default_for_room_type).
	if ((await homeserver.state(puppetId, roomId)).some(({ type }) => type === 'm.room.encryption')) {
		await homeserver.leave(puppetId, roomId, translate('decline_encrypted'));
		throw new FederationError('room-encrypted');
	}
	await Promise.all(localPuppets.map((localPuppet) => homeserver.join(localPuppet, roomId)));
	await Promise.all(external.map((userId, index) => ensureGhost(federation, userId, displayNames[index])));
	const rocketChatRoomId = await rooms.ensureDirect(user.id, usernames);
	await link(federation, rocketChatRoomId, roomId);
	// Somebody may have joined and written before the room was linked.
	await carryEarlierMessages(federation, puppetId, roomId);
	return { rocketChatRoomId, existed: false };
}

async function link({ rooms, store }: Federation, rocketChatId: string, roomId: RoomId): Promise<void> {
	await rooms.mark(rocketChatId, roomId);
	await store.rooms.add({ matrixId: roomId, rocketChatId });
}

/** @returns whether what a direct message is marked with is a room that everybody is still in */
async function isAlive(
	{ homeserver }: Federation,
	mark: unknown,
	puppetId: UserId,
	external: readonly UserId[],
): Promise<boolean> {
	const roomId = parseRoomId(mark);
	if (!roomId) {
		return false;
	}
	try {
		const memberships = await Promise.all(
			external.map((userId) => homeserver.membership(puppetId, roomId, userId)),
		);
		return memberships.every((membership) => ['join', 'invite'].includes(membership));
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
			return false;
		}
		throw error;
	}
}
