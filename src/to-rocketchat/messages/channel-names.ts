import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { parseRoomAlias, parseRoomId, serverOf, type RoomAlias, type RoomId } from '../../matrix/ids';
import { isFederatedRoom } from '../../store/links';
import { waitAtMost } from '../../wait-at-most';

/** Rooms of one message that are looked up; the others stay links. */
const MAX_ROOMS = 10;

/** Milliseconds that a message waits for the server of an address. */
const LOOK_UP_BUDGET_MS = 2_000;

/**
 * Looks up the rooms that a message from Matrix names.
 * @param ids room ids and aliases
 * @returns the names of those that are channels here. A private group is none: not everybody who reads the message may know it
 */
export async function channelNames(
	bridge: ConfiguredBridge,
	ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const found = await Promise.all(
		ids.slice(0, MAX_ROOMS).map(async (id): Promise<[string, string][]> => {
			const name = await channelName(bridge, id);
			return name === undefined ? [] : [[id, name]];
		}),
	);
	return new Map(found.flat());
}

async function channelName(bridge: ConfiguredBridge, id: string): Promise<string | undefined> {
	const { store, rooms } = bridge;
	const alias = parseRoomAlias(id);
	const roomId = alias ? await roomOf(bridge, alias) : parseRoomId(id);
	const link = roomId && (await store.rooms.byMatrixId(roomId));
	const room = link && isFederatedRoom(link) ? await rooms.byId(link.rocketChatId) : undefined;
	return room?.type === RoomType.CHANNEL ? room.slugifiedName : undefined;
}

/** @returns undefined also if the server of the address does not answer in time */
async function roomOf(
	{ homeserver, servers, log }: ConfiguredBridge,
	alias: RoomAlias,
): Promise<RoomId | undefined> {
	if (!servers.allows(serverOf(alias))) {
		return undefined;
	}
	let roomId: RoomId | undefined;
	const lookUp = homeserver.directory
		.lookUpAlias(alias)
		.then((found) => (roomId = found?.roomId))
		.catch((error: unknown) => log.failure('an address could not be looked up', failureOf(error)));
	await waitAtMost(lookUp, LOOK_UP_BUDGET_MS);
	return roomId;
}
