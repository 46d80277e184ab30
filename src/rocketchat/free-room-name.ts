import { isSameName } from '../convert/display-name';
import type { RocketChatRoomId } from './ids';
import { RoomNameTaken, type NewRoom, type Rooms } from './rooms';

/** Names that are tried before Rocket.Chat's refusal counts. */
const MAX_NAMES = 50;

/**
 * Creates a channel or group under the first name that no other room has. Most scripts have no characters that such a name may
 * contain, so the name that people read is chosen apart: the first that none of the rooms met on the way has.
 * @param names to try, in this order
 * @param shownNames for people to read, in the order in which they are wanted
 * @returns the room's id
 * @throws RoomNameTaken if none of the names is free
 */
export async function createUnderFreeName(
	rooms: Pick<Rooms, 'create' | 'shownNameOf'>,
	room: Omit<NewRoom, 'name' | 'displayName'>,
	names: Iterable<string>,
	shownNames: Iterable<string>,
): Promise<RocketChatRoomId> {
	const labels = shownNames[Symbol.iterator]();
	const present: string[] = [];
	const isPresent = (name: string) => present.some((other) => other === name || isSameName(other, name));
	let label = labels.next().value as string | undefined;
	let refusal: unknown;
	for (const name of names) {
		while (label !== undefined && isPresent(label)) {
			label = labels.next().value as string | undefined;
		}
		if (label === undefined || present.length === MAX_NAMES) {
			break;
		}
		try {
			return await rooms.create({ ...room, name, displayName: label });
		} catch (error) {
			if (!(error instanceof RoomNameTaken)) {
				throw error;
			}
			refusal = error;
		}
		present.push((await rooms.shownNameOf(name)) ?? name);
	}
	throw refusal;
}
