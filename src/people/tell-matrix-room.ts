import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomId, UserId } from '../matrix/ids';
import type { RoomLink } from '../store/store';
import { readerOf } from './ghost-in-room';

/**
 * Tells the people in the Matrix room of a link something, as the ghost of a local member: the federation bot is not in the room.
 * @param transactionId a second notice with the same id is not sent
 * @throws HomeserverError if it is not sent; Error if no ghost of the room is known
 */
export async function tellMatrixRoom(
	bridge: ConfiguredBridge,
	link: RoomLink,
	transactionId: string,
	body: string,
): Promise<void> {
	const ghostId = await readerOf(bridge, link);
	if (!ghostId) {
		throw new Error('no ghost of the room is known');
	}
	await sendNotice(bridge, ghostId, link.matrixId, transactionId, body);
}

/**
 * Sends a notice as a ghost. It mentions nobody, and comes back as an event of a ghost, which is not relayed. Client-Server API,
 * "m.notice".
 * @throws HomeserverError if it is not sent
 */
export async function sendNotice(
	{ homeserver }: Pick<ConfiguredBridge, 'homeserver'>,
	ghostId: UserId,
	roomId: RoomId,
	transactionId: string,
	body: string,
): Promise<void> {
	const content = { msgtype: 'm.notice', body, 'm.mentions': {} } as const;
	await homeserver.events.send(
		ghostId,
		roomId,
		transactionId,
		{ type: 'm.room.message', content },
		Date.now(),
	);
}
