import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomId } from '../matrix/ids';
import { hasSender, type StoredMessage } from '../rocketchat/entities';
import type { RocketChatRoomId } from '../rocketchat/ids';
import type { ListedMessage } from '../rocketchat/messages';
import type { JournalEntries } from '../store/journal';
import { deliverChange, deliverMessage } from './delivery';
import { deliveredFrom, giveUpOldMessages } from './old-messages';
import { SentEvents } from './sent-events';
import { unsentDeletions, unsentEdits, unsentReactions } from './unsent-changes';

/**
 * Milliseconds for which a message may still be on its way into the database when a room is compared: servers of one workspace
 * may differ in their clocks.
 */
const ARRIVES_WITHIN_MS = 30_000;

/** Milliseconds after which progress is stored: of a room in use, and of an idle one, which has few pages to read then. */
const SAVED_AFTER_MS = 600_000;
const SAVED_IDLE_AFTER_MS = 43_200_000;

/**
 * Compares a room with what is known to be on Matrix, and sends what is missing there: new messages in their order, then edits,
 * deletions and reactions, then what waits in the outbox. It goes by what the room says now and by the links, not by events
 * of the platform, so it does not matter which of them the app never heard.
 * @throws FederationError if the homeserver or the host cannot be used; it is to be called again then
 */
export async function reconcileRoom(
	bridge: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<void> {
	const { store, messages } = bridge;
	const progress = await store.progress.of(rocketChatRoomId);
	if (!progress) {
		return;
	}
	const startedAt = Date.now();
	// The clock may have been set back since.
	const since = Math.min(progress.checkedTo, startedAt - ARRIVES_WITHIN_MS);
	const listed = await messages.listSince(rocketChatRoomId, since);
	const known = await store.journal.read(rocketChatRoomId, since);
	await sendNewMessages(bridge, listed, known, progress.matrixRoomId);
	const compared = { roomId: rocketChatRoomId, since, listed, known };
	const changes = [
		...(await unsentEdits(bridge, compared)),
		...(await unsentDeletions(bridge, compared)),
		...(await unsentReactions(bridge, compared)),
		...(await store.outbox.ofRoom(rocketChatRoomId)),
	];
	for (const change of changes) {
		await deliverChange(bridge, change, progress.matrixRoomId);
	}
	const checkedTo = Math.max(progress.checkedTo, startedAt - ARRIVES_WITHIN_MS);
	const savedAfter = listed.length > 0 ? SAVED_AFTER_MS : SAVED_IDLE_AFTER_MS;
	await store.progress.advance({ ...progress, checkedTo }, savedAfter);
}

/** Sends the messages that have no links, or too few, oldest first. */
async function sendNewMessages(
	bridge: ConfiguredBridge,
	listed: readonly ListedMessage[],
	known: JournalEntries,
	roomId: RoomId,
): Promise<void> {
	const missing = listed.filter(({ id }) => !known.settled.has(id) && !isWhole(known, id));
	const from = deliveredFrom(bridge);
	await giveUpOldMessages(
		bridge,
		missing.filter(({ createdAt }) => createdAt < from),
	);
	const sentEvents = new SentEvents(bridge, roomId, missing[0]?.createdAt ?? from);
	for (const { id } of missing.filter(({ createdAt }) => createdAt >= from)) {
		const message = await bridge.messages.byId(id);
		if (message && isRelayable(bridge, message)) {
			await deliverMessage(bridge, message, roomId, sentEvents);
		}
	}
}

/** @returns whether a local user wrote the message, and it was not deleted meanwhile */
function isRelayable({ people, deletedMessages }: ConfiguredBridge, message: StoredMessage): boolean {
	const isOfPerson = hasSender(message) && message.sender.type !== UserType.UNKNOWN;
	return isOfPerson && !people.isMadeByApp(message.sender) && !deletedMessages.has(message.id);
}

/** @returns whether all parts of a message are linked */
function isWhole({ messages }: JournalEntries, id: ListedMessage['id']): boolean {
	const links = messages.get(id) ?? [];
	const parts = new Set(links.map(({ part }) => part)); // a part may have been linked twice
	return parts.size > 0 && parts.size >= (links[0]?.parts ?? 1);
}
