import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import { localpartOf, type EventId, type RoomId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { ghostOfSender } from '../../people/ghost';
import { readerOf } from '../../people/ghost-in-room';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import type { JournalEntries } from '../../store/journal';
import { partsOfReactionKey } from '../../store/reaction-key';
import type { RoomProgress } from '../../store/room-progress';

/**
 * Reads an event of the room.
 * @param sender the ghost that sent it, who sees it also if others have joined later and see only what is new
 * @returns undefined if the homeserver does not have it
 */
type ReadEvent = (eventId: EventId, sender?: UserId) => Promise<RoomEvent | undefined>;

/**
 * Forgets what the homeserver has lost of a room because it was restored from a backup, so that the comparison that follows sends it
 * again: links of messages and reactions of local people whose events are gone, and the times of their edits. Ghosts that are gone
 * are registered again. What was deleted here since, and is back on Matrix, is put into the outbox to be deleted again.
 * @param progress does nothing unless it says since when events may be gone
 * @throws HomeserverError; what the store or the host throws
 */
export async function forgetLostEvents(
	bridge: ConfiguredBridge,
	{ roomId, matrixRoomId, checkedTo, lostSince }: RoomProgress,
): Promise<void> {
	const room = lostSince === undefined ? undefined : await bridge.store.rooms.byMatrixId(matrixRoomId);
	if (!room || lostSince === undefined) {
		return;
	}
	await registerLostGhosts(bridge, roomId, lostSince);
	const reader = await readerOf(bridge, room);
	if (!reader || !(await isMember(bridge, reader, matrixRoomId))) {
		return; // the room is gone as well, or was not made yet
	}
	const known = await bridge.store.journal.read(roomId, checkedTo);
	const read = readerFor(bridge, reader, matrixRoomId);
	await forgetLostMessages(bridge, known, lostSince, read);
	await forgetLostReactions(bridge, known, lostSince, read);
	await deleteAgain(bridge, known, { roomId, lostSince }, read);
}

function readerFor({ homeserver }: ConfiguredBridge, reader: UserId, roomId: RoomId): ReadEvent {
	const read = async (as: UserId, eventId: EventId) => {
		try {
			return await homeserver.events.read(as, roomId, eventId);
		} catch (error) {
			if (isErrcode(error, 'M_NOT_FOUND', 'M_FORBIDDEN')) {
				return undefined;
			}
			throw error;
		}
	};
	return async (eventId, sender = reader) =>
		(await read(sender, eventId)) ?? (sender === reader ? undefined : read(reader, eventId));
}

async function isMember({ homeserver }: ConfiguredBridge, ghostId: UserId, roomId: RoomId): Promise<boolean> {
	try {
		return (await homeserver.members.membership(ghostId, roomId, ghostId)) === 'join';
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
			return false;
		}
		throw error;
	}
}

/** Registers the ghosts of the room's local members again that were registered since the backup; an existing one stays as it is. */
async function registerLostGhosts(
	{ rooms, store, homeserver, configuration }: ConfiguredBridge,
	roomId: RocketChatRoomId,
	lostSince: number,
): Promise<void> {
	for (const { id } of await rooms.members(roomId)) {
		const [link] = await store.users.allByRocketChatId(id);
		if (link && isOwnMatrixUser(link.matrixId, configuration) && (link.at ?? 0) >= lostSince) {
			await homeserver.accounts.register(localpartOf(link.matrixId));
			await (link.name !== undefined && homeserver.accounts.setDisplayName(link.matrixId, link.name));
		}
	}
}

async function forgetLostMessages(
	bridge: ConfiguredBridge,
	known: JournalEntries,
	lostSince: number,
	read: ReadEvent,
): Promise<void> {
	const { store, messages, people } = bridge;
	for (const links of known.messages.values()) {
		const changed = links.filter(({ at, editedAt = 0 }) => Math.max(at, editedAt) >= lostSince);
		const [first] = changed;
		const message = first && (await messages.byId(first.rocketChatId));
		if (!message?.sender || people.isMadeByApp(message.sender)) {
			continue;
		}
		const ghostId = await ghostOfSender(bridge, message.sender);
		for (const { at, editedAt, ...link } of changed) {
			if (at >= lostSince && !(await read(link.matrixId, ghostId))) {
				await store.messages.drop({ ...link, at });
			} else if (editedAt !== undefined && editedAt >= lostSince) {
				await store.messages.change({ ...link, at });
			}
		}
	}
}

async function forgetLostReactions(
	bridge: ConfiguredBridge,
	{ reactions }: JournalEntries,
	lostSince: number,
	read: ReadEvent,
): Promise<void> {
	const { store, people } = bridge;
	for (const reaction of reactions.filter(({ at = 0 }) => at >= lostSince)) {
		const user = await people.byId(partsOfReactionKey(reaction.rocketChatId).userId);
		if (!user || people.isMadeByApp(user)) {
			continue;
		}
		if (!(await read(reaction.matrixId, await ghostOfSender(bridge, user)))) {
			await store.reactions.forget(reaction);
		}
	}
}

async function deleteAgain(
	{ store, configuration }: ConfiguredBridge,
	{ settled }: JournalEntries,
	{ roomId, lostSince }: { readonly roomId: RocketChatRoomId; readonly lostSince: number },
	read: ReadEvent,
): Promise<void> {
	for (const { settled: messageId, isDeleted, at } of settled.values()) {
		const link = isDeleted && at >= lostSince && (await store.messages.byRocketChatId(messageId));
		const event = link && (await read(link.matrixId));
		const isShown = event && Object.keys(event.content).length > 0;
		if (isShown && isOwnMatrixUser(event.sender, configuration)) {
			const id = `${messageId}.deleted again`;
			await store.outbox.remove({ id }); // the app may have ended before it sent this
			await store.outbox.add({
				...{ what: 'deletion', id, roomId, messageId, createdAt: event.at, at: Date.now() },
			});
		}
	}
}
