import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { failureOf } from '../../failure';
import type { EventId, RoomId } from '../../matrix/ids';
import { mayChangeState } from '../../matrix/power-levels';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import { isPinned } from '../../rocketchat/message-fields';
import { pinnedIn } from '../../to-rocketchat/messages/pins';
import { isOfApp, powerState } from '../../to-rocketchat/room-state/actors';

/**
 * Makes Matrix pin a message, or not, as it is in Rocket.Chat by now. A message that is not on Matrix is pinned here only. What is
 * the same on Matrix already, as after a pin that came from there, sends nothing. Client-Server API, "m.room.pinned_events".
 * @param user who did it
 * @throws FederationError `pin-forbidden` if the ghost lacks the power; with a token it is undone here
 */
export async function sendPin(
	bridge: ConfiguredBridge,
	messageId: RocketChatMessageId,
	user: RocketChatUser,
	roomId: RoomId,
): Promise<void> {
	const { store, messages, queues } = bridge;
	const links = await store.messages.allByRocketChatId(messageId);
	const ids = links.filter((link) => link.roomId === roomId).map(({ matrixId }) => matrixId);
	const message = ids.length > 0 ? await messages.byId(messageId) : undefined;
	if (message) {
		await queues.run(`pins ${roomId}`, 0, () =>
			change(bridge, { messageId, user, roomId, ids, isWanted: isPinned(message) }),
		);
	}
}

/** A message that is to be pinned on Matrix, or not to be. */
interface PinChange {
	readonly messageId: RocketChatMessageId;
	readonly user: RocketChatUser;
	readonly roomId: RoomId;
	/** Its events: a long message has several parts. The first one is pinned. */
	readonly ids: readonly EventId[];
	readonly isWanted: boolean;
}

async function change(bridge: ConfiguredBridge, pin: PinChange): Promise<void> {
	const { homeserver, store } = bridge;
	const { user, roomId, ids, isWanted } = pin;
	const ghostId = await ensureGhost(bridge, user);
	const event = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.pinned_events');
	const present = pinnedIn(event?.content ?? {});
	const changed = (pinned: readonly EventId[]) => {
		const others = pinned.filter((id) => !ids.includes(id));
		return isWanted ? [...others, ...ids.slice(0, 1)] : others;
	};
	const agree = async () => {
		// What somebody on Matrix has changed since is carried with their own event.
		const { pinned: agreed = await carriedOf(bridge, present) } = await store.agreements.of(roomId);
		await store.agreements.change(roomId, { pinned: changed(agreed) });
	};
	if (present.some((id) => ids.includes(id)) === isWanted) {
		return isOfApp(bridge, event) ? agree() : undefined; // it was sent before the app ended
	}
	const state = await powerState(bridge, ghostId, roomId);
	if (!mayChangeState(state, ghostId, 'm.room.pinned_events')) {
		await undo(bridge, pin);
		throw new FederationError('pin-forbidden');
	}
	const content = { ...event?.content, pinned: changed(present) };
	await homeserver.rooms.sendState(ghostId, roomId, 'm.room.pinned_events', content);
	await agree();
}

/**
 * @returns those of the events pinned on Matrix that count as carried in a room in which no pin was carried yet. What is here and not
 * pinned here was pinned a moment ago by somebody on Matrix, and its event is still to come
 */
async function carriedOf(
	{ store, messages, restRooms }: ConfiguredBridge,
	pinned: readonly EventId[],
): Promise<EventId[]> {
	const carried: EventId[] = [];
	const isPinnedHere = await restRooms.isAvailable(); // without a token nothing from Matrix is
	for (const id of pinned) {
		const link = isPinnedHere ? await store.messages.byMatrixId(id) : undefined;
		const message = link && (await messages.byId(link.rocketChatId));
		carried.push(...(message && !isPinned(message) ? [] : [id]));
	}
	return carried;
}

/** Without a token the pin stays as it is here, and the person who set it reads why it is not on Matrix. */
async function undo({ restRooms, log }: ConfiguredBridge, { messageId, isWanted }: PinChange): Promise<void> {
	try {
		if (await restRooms.isAvailable()) {
			await restRooms.setPinned(messageId, !isWanted);
		}
	} catch (error) {
		log.failure('a pin that Matrix refuses could not be undone', failureOf(error), { messageId });
	}
}
