import type { ConfiguredBridge } from '../../configured-bridge';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatRoomId, RocketChatUserId } from '../../rocketchat/ids';
import { usernamesIn } from '../../rocketchat/message-fields';
import type { ListedMessage } from '../../rocketchat/messages';
import type { JournalEntries } from '../../store/journal';
import type { OutboxItem } from '../../store/outbox';
import { partsOfReactionKey } from '../../store/reaction-key';
import type { RoomProgress } from '../../store/room-progress';
import { deliverChange } from '../delivery';
import { hasReaction, keyOfReaction, usernamesOf } from '../messages/reaction';

/** A room's messages beside what is known to be on Matrix. */
export interface ComparedRoom {
	readonly roomId: RocketChatRoomId;
	/** The messages written since then are compared, milliseconds since 1970. */
	readonly since: number;
	/** Oldest first. */
	readonly listed: readonly ListedMessage[];
	readonly known: JournalEntries;
}

/** @returns what people did with messages and Matrix does not show: edits, then deletions, then reactions */
export async function unsentChanges(bridge: ConfiguredBridge, compared: ComparedRoom): Promise<OutboxItem[]> {
	return [
		...(await unsentEdits(bridge, compared)),
		...(await unsentDeletions(bridge, compared)),
		...(await unsentReactions(bridge, compared)),
	];
}

/**
 * Sends changes to a room, one after the other.
 * @throws FederationError if one has to be sent again later; `room-moved` if another instance of the server may own the room
 */
export async function deliverChanges(
	bridge: ConfiguredBridge,
	changes: readonly OutboxItem[],
	{ matrixRoomId }: Pick<RoomProgress, 'matrixRoomId'>,
): Promise<void> {
	for (const change of changes) {
		bridge.instances.requireOwned(matrixRoomId);
		await deliverChange(bridge, change, matrixRoomId);
	}
}

/** @returns an edit for each message of a local user that was edited later than its event */
async function unsentEdits(
	{ store, configuration }: ConfiguredBridge,
	{ roomId, listed, known }: ComparedRoom,
): Promise<OutboxItem[]> {
	const edits: OutboxItem[] = [];
	for (const { id: messageId, senderId, createdAt, editedAt: at } of listed) {
		const [first] = known.messages.get(messageId) ?? [];
		const isNewer = first !== undefined && at !== undefined && at > (first.editedAt ?? 0);
		const writer = isNewer && (await store.users.byRocketChatId(senderId));
		if (isNewer && writer && isOwnMatrixUser(writer.matrixId, configuration)) {
			const id = `${messageId}.${at}`;
			edits.push({ what: 'edit', id, roomId, messageId, senderId, createdAt, actorId: senderId, at });
		}
	}
	return edits;
}

/** @returns a deletion for each linked message that is gone */
async function unsentDeletions(
	{ messages }: ConfiguredBridge,
	{ roomId, since, listed, known }: ComparedRoom,
): Promise<OutboxItem[]> {
	const present = new Set(listed.map(({ id }) => id));
	const deletions: OutboxItem[] = [];
	for (const [messageId, [first]] of known.messages) {
		const mayBeGone =
			first && first.at >= since && !present.has(messageId) && !known.settled.get(messageId)?.isDeleted;
		if (mayBeGone && !(await messages.byId(messageId))) {
			const id = `${messageId}.deleted`;
			deletions.push({
				...{ what: 'deletion', id, roomId, messageId },
				...{ createdAt: first.at, at: Date.now() },
			});
		}
	}
	return deletions;
}

/** @returns a change for each reaction of a local user that is here and not on Matrix, or the other way round */
async function unsentReactions(bridge: ConfiguredBridge, compared: ComparedRoom): Promise<OutboxItem[]> {
	const reactors = await reactorsTo(bridge, compared.listed);
	return [
		...(await addedReactions(bridge, compared, reactors)),
		...(await removedReactions(bridge, compared, reactors)),
	];
}

/** The users who have reacted to some messages, by their usernames; undefined for a name that nobody has any more. */
type Reactors = ReadonlyMap<string, RocketChatUser | undefined>;

async function reactorsTo(
	{ people }: ConfiguredBridge,
	messages: readonly ListedMessage[],
): Promise<Reactors> {
	const names = messages.flatMap(({ reactions }) =>
		Object.keys(reactions ?? {}).flatMap((shortcode) => usernamesIn(reactions, shortcode)),
	);
	const found = new Map<string, RocketChatUser | undefined>();
	for (const username of new Set(names)) {
		found.set(username, await people.byUsername(username));
	}
	return found;
}

async function addedReactions(
	{ people, store }: ConfiguredBridge,
	{ roomId, listed, known }: ComparedRoom,
	reactors: Reactors,
): Promise<OutboxItem[]> {
	const sent = new Set(known.reactions.map(({ rocketChatId }) => rocketChatId));
	const added: OutboxItem[] = [];
	for (const message of listed) {
		for (const shortcode of Object.keys(message.reactions ?? {})) {
			for (const username of usernamesIn(message.reactions, shortcode)) {
				const user = reactors.get(username);
				const key = user && keyOfReaction(message.id, user.id, shortcode);
				const isLocal = user && !people.isMadeByApp(user);
				if (isLocal && key && !sent.has(key) && !(await store.reactions.byRocketChatId(key))) {
					added.push(reactionChange(roomId, message, user.id, shortcode));
				}
			}
		}
	}
	return added;
}

async function removedReactions(
	{ people }: ConfiguredBridge,
	{ roomId, listed, known }: ComparedRoom,
	reactors: Reactors,
): Promise<OutboxItem[]> {
	const listedById = new Map(listed.map((message) => [message.id, message]));
	const byId = new Map<RocketChatUserId, RocketChatUser | undefined>();
	const removed: OutboxItem[] = [];
	for (const { rocketChatId } of known.reactions) {
		const { messageId, userId, shortcode } = partsOfReactionKey(rocketChatId);
		const message = listedById.get(messageId);
		if (message && !byId.has(userId)) {
			byId.set(userId, await people.byId(userId));
		}
		const user = message && byId.get(userId);
		if (!user || people.isMadeByApp(user) || hasReaction(message, user.username, shortcode)) {
			continue;
		}
		// Rocket.Chat keeps the former username of who is renamed, and then nobody has it.
		const mayHaveFormerName = usernamesOf(message, shortcode).some((name) => !reactors.get(name));
		if (!mayHaveFormerName) {
			removed.push(reactionChange(roomId, message, user.id, shortcode));
		}
	}
	return removed;
}

/** The change says only what to look at: whether the reaction is given or taken back is read when it is sent. */
function reactionChange(
	roomId: RocketChatRoomId,
	{ id: messageId, createdAt }: ListedMessage,
	actorId: RocketChatUserId,
	shortcode: string,
): OutboxItem {
	const id = crypto.randomUUID();
	return { what: 'reaction', id, roomId, messageId, createdAt, actorId, at: Date.now(), shortcode };
}
