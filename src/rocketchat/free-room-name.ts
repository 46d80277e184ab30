import type { RocketChatRoomId } from './ids';
import { RoomNameTaken, type NewRoom, type Rooms } from './rooms';

/** Names that are tried before Rocket.Chat's refusal counts. */
const MAX_NAMES = 50;

/**
 * Creates a channel or group under the first name that no other room has.
 * @param names to try, in this order
 * @param displayNameFor the name that people read, for one of these names
 * @returns the room's id
 * @throws RoomNameTaken if none of the names is free
 */
export async function createUnderFreeName(
	rooms: Pick<Rooms, 'create'>,
	room: Omit<NewRoom, 'name' | 'displayName'>,
	names: Iterable<string>,
	displayNameFor: (name: string) => string,
): Promise<RocketChatRoomId> {
	let refusal: unknown;
	let tried = 0;
	for (const name of names) {
		try {
			return await rooms.create({ ...room, name, displayName: displayNameFor(name) });
		} catch (error) {
			if (!(error instanceof RoomNameTaken)) {
				throw error;
			}
			refusal = error;
		}
		tried += 1;
		if (tried === MAX_NAMES) {
			break;
		}
	}
	throw refusal;
}
