import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { ghostUsernameOf } from '../convert/ghost-name';
import { FederationError } from '../errors';
import type { Federation, Opening } from '../federation';
import { failureOf } from '../failure';
import { translate, type TextKey } from '../i18n';
import type { Membership } from '../matrix/events';
import { isErrcode } from '../matrix/homeserver-error';
import { parseRoomId, type RoomId, type UserId } from '../matrix/ids';
import { carryEarlierMessages } from '../to-rocketchat/earlier-messages';
import { ensureGhost } from '../people/ghost';
import { matrixRoomIdIn } from '../rocketchat/rooms';
import { ensurePuppet } from '../people/puppet';
import { reach } from './reach';

/** The people of a direct message besides the one who opens it; at least one is external. */
export interface Others {
	readonly external: readonly UserId[];
	readonly local: readonly IUser[];
}

/**
 * Opens a direct message between a local user and others, on both sides; asked twice at once, it is opened once.
 * Client-Server API, "Direct Messaging".
 * @returns `existed` where it was there before
 * @throws FederationError with a sentence of its own where an external user cannot be reached
 */
export async function openDirectRoom(federation: Federation, user: IUser, others: Others): Promise<Opening> {
	const key = [user.id, ...others.local.map(({ id }) => id), ...others.external].sort().join(' ');
	return federation.openings.run(key, () => open(federation, user, others));
}

async function open(federation: Federation, user: IUser, others: Others): Promise<Opening> {
	const { rooms, store } = federation;
	// Everything that may be refused comes before anybody is invited.
	const displayNames = await Promise.all(others.external.map((userId) => reach(federation, userId)));
	const puppetId = await ensurePuppet(federation, user);
	const colleagues = await Promise.all(others.local.map((person) => ensurePuppet(federation, person)));
	const usernames = [
		...others.external.map(ghostUsernameOf),
		...others.local.map(({ username }) => username),
	];
	const existing = await rooms.directOf([user.username, ...usernames]);
	if (existing && (await isRevived(federation, existing, puppetId, others.external))) {
		return 'existed';
	}
	await Promise.all(
		others.external.map((userId, index) => ensureGhost(federation, userId, displayNames[index])),
	);
	const roomId = await createRoom(federation, puppetId, colleagues, others.external);
	try {
		const rocketChatRoomId = await rooms.ensureDirect(user.id, usernames);
		await rooms.mark(rocketChatRoomId, roomId);
		await store.rooms.add({ matrixId: roomId, rocketChatId: rocketChatRoomId });
		// Somebody may have joined and written before the room was linked.
		await carryEarlierMessages(federation, puppetId, roomId);
		return 'opened';
	} catch (error) {
		await abandon(federation, [...colleagues, puppetId], roomId, 'decline_failed');
		throw error;
	}
}

/** @throws FederationError `room-encrypted` where the homeserver encrypts every new room */
async function createRoom(
	federation: Federation,
	puppetId: UserId,
	colleagues: readonly UserId[],
	external: readonly UserId[],
): Promise<RoomId> {
	const { homeserver } = federation;
	const roomId = await homeserver.createRoom(puppetId, {
		preset: 'trusted_private_chat',
		is_direct: true,
		invite: [...external, ...colleagues],
	});
	try {
		// Synapse: encryption_enabled_by_default_for_room_type.
		if ((await homeserver.state(puppetId, roomId)).some(({ type }) => type === 'm.room.encryption')) {
			throw new FederationError('room-encrypted');
		}
		await Promise.all(colleagues.map((colleague) => homeserver.join(colleague, roomId)));
		return roomId;
	} catch (error) {
		const isEncrypted = error instanceof FederationError && error.code === 'room-encrypted';
		const reason = isEncrypted ? 'decline_encrypted' : 'decline_failed';
		await abandon(federation, [...colleagues, puppetId], roomId, reason);
		throw error;
	}
}

/** Leaves a room that came to nothing, as far as the homeserver still answers. */
async function abandon(
	{ homeserver, log }: Federation,
	puppetIds: readonly UserId[],
	roomId: RoomId,
	reason: TextKey,
): Promise<void> {
	for (const puppetId of puppetIds) {
		await homeserver.leave(puppetId, roomId, translate(reason)).catch((error: unknown) => {
			log.failure('a room could not be left', failureOf(error), { roomId, puppetId });
		});
	}
}

/**
 * @returns whether a direct message is marked with a room that the puppet and some of the others are still in; who has
 * left is invited into it again
 */
async function isRevived(
	{ homeserver }: Federation,
	existing: IRoom,
	puppetId: UserId,
	external: readonly UserId[],
): Promise<boolean> {
	const roomId = parseRoomId(matrixRoomIdIn(existing));
	if (!roomId) {
		return false;
	}
	try {
		const memberships = await Promise.all(
			external.map((userId) => homeserver.membership(puppetId, roomId, userId)),
		);
		const missing = external.filter((_, index) => !isPresent(memberships[index]));
		if (missing.length === external.length) {
			return false;
		}
		await Promise.all(missing.map((userId) => homeserver.invite(puppetId, roomId, userId)));
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
