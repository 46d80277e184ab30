import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { StateEvent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { ghostOfSender } from '../../people/ghost';
import { readerOf } from '../../people/ghost-in-room';
import { hasSender, type StoredMessage } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import type { ListedMessage } from '../../rocketchat/messages';
import type { JournalEntries } from '../../store/journal';
import { isFederatedRoom } from '../../store/links';
import type { RoomProgress } from '../../store/room-progress';
import { relayReadersIn } from '../../to-rocketchat/direct-messages/guests';
import { roomAccessTypes } from '../../to-rocketchat/direct-messages/read-along';
import { deliverMessage, isTemporary } from '../delivery';
import { forgetLostEvents } from './lost-events';
import { deliveredFrom, giveUpOldMessages } from './old-messages';
import { tellFollowed } from './held-messages';
import { compareMembers } from '../rooms/compare-members';
import { compareSettings } from '../rooms/compare-settings';
import { isInDoubt, SentEvents } from './sent-events';
import { deliverChanges, unsentChanges } from './unsent-changes';

/**
 * Milliseconds for which a message may still be on its way into the database when a room is compared: servers of one workspace
 * may differ in their clocks.
 */
const ARRIVES_WITHIN_MS = 30_000;

/** Milliseconds that are compared if the clock was set back, since nobody knows how far. */
const CLOCK_SET_BACK_MS = 86_400_000;

/** Milliseconds after which progress is stored: of a room in use, and of an idle one, which has few pages to read then. */
const SAVED_AFTER_MS = 600_000;
const SAVED_IDLE_AFTER_MS = 43_200_000;

/**
 * Compares a room with what is known to be on Matrix, and sends what is missing there: new messages in their order, then edits,
 * deletions and reactions, then what waits in the outbox. It goes by what the room says now and by the links, not by events
 * of the platform, so it does not matter which of them the app never heard.
 * @throws FederationError if the homeserver or the host cannot be used; it is to be called again then; `room-moved`
 * if another instance of the server may own the room by now
 */
export async function reconcileRoom(
	bridge: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<void> {
	const { store, messages, instances } = bridge;
	const progress = await store.progress.of(rocketChatRoomId);
	if (!progress) {
		return;
	}
	const startedAt = Date.now();
	const since = comparedSince(progress, startedAt);
	await forgetLostEvents(bridge, progress);
	// It was linked since the app started, so it has no older messages, and its first comparison is the whole one.
	const isNewRoom = progress.from > bridge.startedAt && !store.progress.isCompared(rocketChatRoomId);
	// Before the messages: an edit sends its message if that is not on Matrix, and a message that was written after the list was
	// read would come before older ones.
	const waiting = await store.outbox.ofRoom(rocketChatRoomId);
	const listed = await messages.listSince(rocketChatRoomId, since);
	const known = await store.journal.read(rocketChatRoomId, since, Math.max(startedAt, progress.checkedTo));
	await sendNewMessages(bridge, listed, known, progress);
	const compared = { roomId: rocketChatRoomId, since, listed, known };
	await deliverChanges(bridge, [...(await unsentChanges(bridge, compared)), ...waiting], progress);
	instances.requireOwned(progress.matrixRoomId);
	// After the messages: somebody who leaves may have written before.
	await compareMembers(bridge, progress, isNewRoom);
	await compareSettings(bridge, progress.matrixRoomId, isNewRoom);
	const checkedTo = startedAt - ARRIVES_WITHIN_MS;
	const savedAfter = listed.length > 0 ? SAVED_AFTER_MS : SAVED_IDLE_AFTER_MS;
	await store.progress.advance({ ...progress, checkedTo }, savedAfter);
	if (isNewRoom) {
		await store.progress.endLookBack(rocketChatRoomId);
	}
}

/** @returns the messages of local people that are still to be sent to Matrix, oldest first */
export async function unsentMessages(
	bridge: ConfiguredBridge,
	progress: RoomProgress,
): Promise<StoredMessage[]> {
	const { roomId, checkedTo } = progress;
	const now = Date.now();
	const since = comparedSince(progress, now);
	const listed = await bridge.messages.listSince(roomId, since);
	const known = await bridge.store.journal.read(roomId, since, Math.max(now, checkedTo));
	const found: StoredMessage[] = [];
	for (const { id } of missingOf(listed, known, progress)) {
		const message = await bridge.messages.byId(id);
		if (message && (await isRelayable(bridge, message))) {
			found.push(message);
		}
	}
	return found;
}

/** @returns the listed messages that have no links, or too few, and are not settled */
function missingOf(
	listed: readonly ListedMessage[],
	known: JournalEntries,
	{ releasedAt = 0 }: RoomProgress,
): ListedMessage[] {
	return listed.filter((message) => !isSettled(known, message, releasedAt) && !isWhole(known, message.id));
}

/** Sends the messages that have no links, or too few, oldest first. */
async function sendNewMessages(
	bridge: ConfiguredBridge,
	listed: readonly ListedMessage[],
	known: JournalEntries,
	progress: RoomProgress,
): Promise<void> {
	const { matrixRoomId: roomId } = progress;
	const missing = missingOf(listed, known, progress);
	const sentEvents = new SentEvents(bridge, roomId, missing[0]?.createdAt ?? Date.now());
	const followed: StoredMessage[] = [];
	if (missing.length > 0) {
		await lookForReaders(bridge, roomId);
	}
	const from = deliveredFrom(bridge);
	const old: StoredMessage[] = [];
	for (const { id, createdAt } of missing) {
		const message = await bridge.messages.byId(id);
		if (!message || !(await isRelayable(bridge, message))) {
			continue;
		}
		bridge.instances.requireOwned(roomId);
		if (createdAt >= from) {
			const isSent = await deliverMessage(bridge, message, roomId, sentEvents);
			if (isSent && known.settled.get(id)?.isHeld) {
				followed.push(message);
			}
		} else if (!(await isFound(bridge, message, sentEvents))) {
			old.push(message);
		}
	}
	await giveUpOldMessages(bridge, old);
	await tellFollowed(bridge, followed);
}

/** Tells the local people who else can read their messages before those are sent, as far as the homeserver says it. */
async function lookForReaders(bridge: ConfiguredBridge, roomId: RoomId): Promise<void> {
	const { store, homeserver, log } = bridge;
	const room = await store.rooms.byMatrixId(roomId);
	try {
		const ghostId = room && (await readerOf(bridge, room));
		if (ghostId) {
			const state = isFederatedRoom(room)
				? await readAccess(bridge, ghostId, roomId)
				: await homeserver.rooms.state(ghostId, roomId);
			await relayReadersIn(bridge, roomId, state);
		}
	} catch (error) {
		const failure = failureOf(error);
		if (isTemporary(failure)) {
			throw failure;
		}
		log.failure('could not find out who reads a room', failure, { roomId });
	}
}

/** Nothing else is needed of a federated room, whose state can have thousands of members. */
async function readAccess(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<StateEvent[]> {
	const events = await Promise.all(
		roomAccessTypes.map((type) => homeserver.rooms.stateEvent(ghostId, roomId, type)),
	);
	return events.filter((event) => event !== undefined);
}

/** @returns whether a message that is too old to be sent is on Matrix already; then it gets its links */
async function isFound(
	bridge: ConfiguredBridge,
	message: StoredMessage,
	sentEvents: SentEvents,
): Promise<boolean> {
	const ghostId = isInDoubt(bridge, message) ? await ghostOfSender(bridge, message.sender) : undefined;
	return ghostId !== undefined && (await sentEvents.link(message, ghostId));
}

/** @returns whether a message needs no event, as it was when that was found out */
function isSettled(
	{ settled }: JournalEntries,
	{ id, editedAt = 0 }: ListedMessage,
	releasedAt: number,
): boolean {
	const found = settled.get(id);
	return found !== undefined && (found.isHeld ? releasedAt <= found.at : editedAt <= found.at);
}

/** @returns from when on messages are compared, milliseconds since 1970 */
function comparedSince({ from, checkedTo }: RoomProgress, now: number): number {
	const earliest = from > now ? now - ARRIVES_WITHIN_MS : from;
	return Math.max(earliest, checkedTo > now ? now - CLOCK_SET_BACK_MS : checkedTo);
}

/**
 * @returns whether a local user wrote the message, and it was not deleted meanwhile. If their account was deleted since, their ghost
 * sends it before it leaves, unless what they wrote is to be erased
 */
async function isRelayable(bridge: ConfiguredBridge, message: StoredMessage): Promise<boolean> {
	const { people, deletedMessages, store, configuration } = bridge;
	if (!hasSender(message) || people.isMadeByApp(message.sender) || deletedMessages.has(message.id)) {
		return false;
	}
	const { sender } = message;
	if (sender.type !== UserType.UNKNOWN) {
		return true;
	}
	const ghostId = await ghostOfSender(bridge, sender);
	const isErased = configuration.eraseDeletedUsers === 'erase';
	return ghostId !== undefined && !((await store.retiredGhosts.byId(ghostId))?.isErased ?? isErased);
}

/** @returns whether all parts of a message are linked */
function isWhole({ messages }: JournalEntries, id: ListedMessage['id']): boolean {
	const links = messages.get(id) ?? [];
	const parts = new Set(links.map(({ part }) => part)); // a part may have been linked twice
	return parts.size > 0 && parts.size >= (links[0]?.parts ?? 1);
}
