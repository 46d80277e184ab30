import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { HomeserverError } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { botIdOf } from '../../matrix/namespace';
import { hasProfile } from '../../people/profile';
import { pauseFor } from '../../pause-for';

/** Milliseconds that another application service has to register somebody if nothing says that it was asked, and between two looks. */
const REGISTERED_WITHIN_MS = 8_000;
const LOOK_EVERY_MS = 150;

/**
 * Has the homeserver ask the other application services on it about somebody whom it does not know: such as the ghost of a person of
 * another workspace that was never used. Synapse asks only when an event names them as a member (synapse/handlers/appservice.py,
 * `_check_user_exists`), not for their profile. A ban in a room of the federation bot is such an event, and unlike an invitation it
 * is shown to nobody. Synapse pushes the event when the other services have answered, so that is the end of it.
 * @returns whether they exist now
 * @throws HomeserverError if the homeserver cannot be used
 */
export async function existsWhenAsked(bridge: ConfiguredBridge, userId: UserId): Promise<boolean> {
	const { homeserver, configuration, bansHeard, log } = bridge;
	const bot = botIdOf(configuration);
	const roomId = await homeserver.rooms.createRoom(bot, { preset: 'private_chat' });
	try {
		if (!(await isBanned(homeserver, bot, roomId, userId))) {
			return false;
		}
		for (const end = Date.now() + REGISTERED_WITHIN_MS; ;) {
			const isLastLook = bansHeard.has(roomId) || Date.now() >= end;
			if (await hasProfile(bridge, userId)) {
				return true;
			}
			if (isLastLook) {
				return false;
			}
			await pauseFor(LOOK_EVERY_MS);
		}
	} finally {
		await homeserver.members.leave(bot, roomId, '').catch((error: unknown) => {
			log.failure('a room of the federation bot could not be left', failureOf(error), { roomId });
		});
	}
}

/** Dendrite refuses, with status 500, to ban who does not exist; it asks the other services for a profile already. */
async function isBanned(
	homeserver: ConfiguredBridge['homeserver'],
	bot: UserId,
	roomId: RoomId,
	userId: UserId,
): Promise<boolean> {
	try {
		await homeserver.members.ban(bot, roomId, userId);
		return true;
	} catch (error) {
		if (error instanceof HomeserverError && error.ownStatus !== undefined) {
			return false;
		}
		throw error;
	}
}
