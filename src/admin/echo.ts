import type { Configuration } from '../configuration';
import { echoAliasLocalpart } from '../matrix/connection-check';
import { ECHO_EVENT } from '../matrix/events';
import type { Homeserver } from '../matrix/homeserver';
import { isErrcode } from '../matrix/homeserver-error';
import type { RoomAlias, RoomId } from '../matrix/ids';
import { botIdOf } from '../matrix/namespace';
import type { Arrivals } from '../store/arrivals';
import { pauseFor } from '../pause-for';

/** Milliseconds to wait for the echo, and between two looks. */
const LIMIT_MS = 10_000;
const INTERVAL_MS = 50;

/**
 * Sends an event as the federation bot and waits until the homeserver pushes it to the app in a transaction. Sends no
 * further event as long as the last one has not come back: its transaction id is made from the echo before it.
 * @param limit how long to wait, in milliseconds
 * @returns how long it took, in milliseconds; undefined if nothing came back in time
 * @throws HomeserverError if the room cannot be created or the event cannot be sent
 */
export async function waitForEcho(
	homeserver: Homeserver,
	configuration: Configuration,
	arrivals: Arrivals,
	limit = LIMIT_MS,
): Promise<number | undefined> {
	const roomId = await echoRoom(homeserver, configuration);
	const before = await arrivals.last('echo');
	const start = Date.now();
	const event = { type: ECHO_EVENT, content: {} } as const;
	const transactionId = `echo-after-${before?.id ?? 'none'}`;
	await homeserver.events.send(botIdOf(configuration), roomId, transactionId, event, start);
	for (;;) {
		if ((await arrivals.last('echo'))?.id !== before?.id) {
			return Date.now() - start;
		}
		if (Date.now() - start > limit) {
			return undefined;
		}
		await pauseFor(INTERVAL_MS);
	}
}

/** Finds the federation bot's own room by its address. Creates it where there is none. */
async function echoRoom(homeserver: Homeserver, configuration: Configuration): Promise<RoomId> {
	const localpart = echoAliasLocalpart(configuration);
	const alias = `#${localpart}:${configuration.domain}` as RoomAlias;
	const find = async () => (await homeserver.directory.lookUpAlias(alias))?.roomId;
	const found = await find();
	if (found) {
		return found;
	}
	try {
		return await homeserver.rooms.createRoom(botIdOf(configuration), {
			preset: 'private_chat',
			name: 'Connection check',
			room_alias_name: localpart,
			creation_content: { 'm.federate': false },
		});
	} catch (error) {
		// Another check has created it meanwhile.
		const created = isErrcode(error, 'M_ROOM_IN_USE') ? await find() : undefined;
		if (!created) {
			throw error;
		}
		return created;
	}
}
