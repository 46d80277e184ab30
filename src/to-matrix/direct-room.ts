import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { ghostUsernameOf } from '../convert/ghost-name';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import { translate } from '../i18n';
import { HomeserverError, isErrcode } from '../matrix/homeserver-error';
import { parseRoomId, serverOf, type UserId } from '../matrix/ids';
import { botIdOf, usernameOfPuppet } from '../matrix/namespace';
import { carryEarlierMessages } from '../to-rocketchat/earlier-messages';
import { ensureGhost } from '../to-rocketchat/ghost';
import { matrixRoomIdIn } from '../rocketchat/rooms';
import { ensurePuppet } from './puppet';

/** A direct message that is open on both sides. */
export interface DirectRoom {
	readonly rocketChatRoomId: string;
	/** Whether it was there before. */
	readonly existed: boolean;
}

/**
 * Opens a direct message between a local user and an external one, on both sides; asked twice at once, it is opened
 * once. Client-Server API, "Direct Messaging".
 * @throws FederationError with a sentence of its own where the external user cannot be reached
 */
export async function openDirectRoom(
	federation: Federation,
	user: IUser,
	external: UserId,
): Promise<DirectRoom> {
	return federation.openings.run(`${user.id} ${external}`, () => open(federation, user, external));
}

async function open(federation: Federation, user: IUser, external: UserId): Promise<DirectRoom> {
	const { homeserver, rooms, store } = federation;
	const displayName = await reach(federation, external);
	const puppetId = await ensurePuppet(federation, user);
	const existing = await rooms.directOf(user.username, ghostUsernameOf(external));
	if (existing && (await isAlive(federation, matrixRoomIdIn(existing), puppetId, external))) {
		return { rocketChatRoomId: existing.id, existed: true };
	}
	// Matrix first: an invitation that is refused leaves nothing behind in Rocket.Chat.
	const roomId = await homeserver.createRoom(puppetId, {
		preset: 'trusted_private_chat',
		is_direct: true,
		invite: [external],
	});
	// A homeserver may encrypt every new room (Synapse: encryption_enabled_by_default_for_room_type).
	if ((await homeserver.state(puppetId, roomId)).some(({ type }) => type === 'm.room.encryption')) {
		await homeserver.leave(puppetId, roomId, translate('decline_encrypted'));
		throw new FederationError('room-encrypted');
	}
	await ensureGhost(federation, external, displayName);
	const rocketChatRoomId = await rooms.ensureDirect(user.id, ghostUsernameOf(external));
	await rooms.mark(rocketChatRoomId, roomId);
	await store.rooms.add({ matrixId: roomId, rocketChatId: rocketChatRoomId });
	// Somebody may have joined and written before the room was linked.
	await carryEarlierMessages(federation, puppetId, roomId);
	return { rocketChatRoomId, existed: false };
}

/** @returns whether what a direct message is marked with is a room that both people are still in */
async function isAlive(
	{ homeserver }: Federation,
	mark: unknown,
	puppetId: UserId,
	external: UserId,
): Promise<boolean> {
	const roomId = parseRoomId(mark);
	if (!roomId) {
		return false;
	}
	try {
		return ['join', 'invite'].includes(await homeserver.membership(puppetId, roomId, external));
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
			return false;
		}
		throw error;
	}
}

/**
 * Makes sure before anything is changed that the person exists and their server answers.
 * @returns their display name, as far as their server tells
 */
async function reach(
	{ homeserver, configuration }: Federation,
	external: UserId,
): Promise<string | undefined> {
	if (external === botIdOf(configuration)) {
		throw new FederationError('user-is-bot', { user: external });
	}
	const username = usernameOfPuppet(external, configuration);
	if (username !== undefined) {
		throw new FederationError('user-is-puppet', { user: external, username });
	}
	const server = serverOf(external);
	try {
		return (await homeserver.profile(external)).displayname;
	} catch (error) {
		// Synapse answers M_UNKNOWN with this status for somebody who is not there.
		if (error instanceof HomeserverError && error.status === 404) {
			throw new FederationError('user-unknown', { user: external, server }, { cause: error });
		}
		if (isErrcode(error, 'M_FORBIDDEN')) {
			// Synapse has no code of its own for a server it may not speak with (federation_domain_whitelist).
			if (/federation denied/i.test(error.reason)) {
				throw new FederationError('server-denied', { server }, { cause: error });
			}
			return undefined; // a server may keep its profiles to itself
		}
		// Our own homeserver answers that it could not ask the other one; silence is our own homeserver's.
		const otherServerFailed =
			error instanceof HomeserverError && error.status !== undefined && error.isOutage;
		if (otherServerFailed && server !== configuration.domain) {
			throw new FederationError('server-unreachable', { server }, { cause: error });
		}
		throw error;
	}
}
