import type { ConfiguredBridge } from '../../configured-bridge';
import { isInvitedOrJoined, type RoomEvent, type StateEvent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { roomMembers } from '../../people/room-members';
import { isFederatedRoom } from '../../store/links';
import { noteDeparture } from './departure';
import {
	changeReaders,
	isUntold,
	noteTold,
	relayAccessIn,
	releaseMessages,
	sayAboutReaders,
} from './read-along';

/**
 * Handles a guest: an external person who joins or leaves the Matrix room of a direct message, and is not a member of the direct
 * message in Rocket.Chat. The local people read it in a line.
 * @param membership of the person from now on
 */
export async function relayGuest(
	bridge: ConfiguredBridge,
	event: Pick<RoomEvent, 'eventId' | 'roomId' | 'sender'>,
	person: UserId,
	membership: unknown,
): Promise<void> {
	const { store } = bridge;
	const room = await store.rooms.byMatrixId(event.roomId);
	const isGuest = room?.guests?.includes(person) ?? false;
	const leaves = !isInvitedOrJoined(membership);
	if (!room || isFederatedRoom(room) || (isGuest !== leaves && !isUntold(room, event))) {
		return;
	}
	if (!isGuest) {
		const { external } = await roomMembers(bridge, room.rocketChatId);
		if (external.includes(person) || external.length === 0) {
			return;
		}
	}
	const came = event.sender === person ? 'guest_joined' : 'guest_invited';
	const others = room.guests?.filter((other) => other !== person) ?? [];
	await changeReaders(bridge, event, room, { guests: leaves ? others : [...others, person] });
	await sayAboutReaders(bridge, event, room, leaves ? 'guest_left' : came, person);
	await noteTold(bridge, event);
	if (leaves) {
		await releaseMessages(bridge, event.roomId);
	}
}

/**
 * Compares who reads a linked room, and who has left it, with what the local people were told, and tells them what is new: the app
 * may have missed the events.
 * @param state of the Matrix room
 */
export async function relayReadersIn(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	state: readonly StateEvent[],
): Promise<void> {
	await relayAccessIn(bridge, roomId, state, async (event, person, membership) => {
		await relayGuest(bridge, event, person, membership);
		await noteDeparture(bridge, event, person, membership);
	});
}
