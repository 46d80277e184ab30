import { unicodeOf } from '../../convert/emoji/emoji';
import { messageIdOf } from '../../convert/message-id';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import type { EventId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { ensureBotUser } from '../../people/bot-user';
import type { StoredMessage } from '../../rocketchat/entities';
import type { RocketChatRoomId, RocketChatUserId } from '../../rocketchat/ids';
import { partsOfReactionKey } from '../../store/reaction-key';
import type { MessageLink, ReactionLink } from '../../store/store';
import { undoEdit } from './edit';
import { authorOf } from './authors';
import type { EventHandler } from '../event-handler';
import { retryUntilOriginalArrives } from './missing-original';
import { dropRedacted } from './parked-original';
import { findPostedFile } from '../files/posted-file';
import { undoVote } from './poll-change';
import { senderMayRedact } from './redaction-power';

/**
 * Milliseconds after a start in which a redacted event may have been posted without a link. Synapse waits 512 s at most before it
 * sends a transaction again.
 */
const LOOKED_FOR_AFTER_START_MS = 600_000;

/** A redaction of Matrix. */
interface Redaction {
	/** The redacted event. */
	readonly redacts: EventId;
}

/**
 * `m.room.redaction`: deletes the message, removes the reaction, or undoes the edit or the vote. Homeservers also pass
 * on redactions that have no effect. So the sender must have written the redacted event or have the power to redact, in
 * the same room. Client-Server API, "Redactions".
 */
export const redaction: EventHandler<Redaction> = {
	types: ['m.room.redaction'],
	stateKey: 'none',
	parse: ({ redacts }) => redacts && { redacts },
	handle: handleRedaction,
};

async function handleRedaction(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ redacts }: Redaction,
	rocketChatRoomId: RocketChatRoomId,
): Promise<void> {
	const { store } = bridge;
	const links = await store.messages.allByMatrixId(redacts);
	if (links.length > 0) {
		return deleteMessages(bridge, event, links);
	}
	const reaction = await store.reactions.byMatrixId(redacts);
	if (reaction) {
		return removeRedactedReaction(bridge, event, reaction);
	}
	const changed = await store.changes.targetOf(redacts);
	if (!changed) {
		const unlinked = await postedWithoutLink(bridge, event, redacts, rocketChatRoomId);
		if (unlinked.length > 0) {
			return deleteMessages(bridge, event, unlinked);
		}
		const isParked = await dropRedacted(bridge, event, redacts, rocketChatRoomId);
		return isParked ? undefined : retryUntilOriginalArrives(bridge, event);
	}
	return (await store.polls.byEvent(changed))
		? undoVote(bridge, event, changed)
		: undoEdit(bridge, event, changed);
}

/**
 * Finds what was posted of an event right before the app was killed, before its link was stored. If the event is redacted before
 * the app runs again, it comes again without its text, so that it is not posted and linked then.
 */
async function postedWithoutLink(
	bridge: ConfiguredBridge,
	{ roomId }: RoomEvent,
	redacts: EventId,
	rocketChatRoomId: RocketChatRoomId,
): Promise<MessageLink[]> {
	const { messages, store, startedAt } = bridge;
	const posted = await findPostedFile(bridge, await store.incomingFiles.byEvent(redacts));
	if (posted) {
		return [{ matrixId: redacts, rocketChatId: posted, roomId, part: 0 }];
	}
	const links: MessageLink[] = [];
	while (Date.now() - startedAt < LOOKED_FOR_AFTER_START_MS) {
		const part = links.length;
		const rocketChatId = messageIdOf(redacts, part);
		if ((await messages.byId(rocketChatId))?.room.id !== rocketChatRoomId) {
			break;
		}
		links.push({ matrixId: redacts, rocketChatId, roomId, part });
	}
	return links;
}

/** Deletes every message of an event. */
async function deleteMessages(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	links: readonly MessageLink[],
): Promise<void> {
	const { messages } = bridge;
	const present: StoredMessage[] = [];
	for (const { rocketChatId } of links.filter(({ roomId }) => roomId === event.roomId)) {
		const message = await messages.byId(rocketChatId);
		present.push(...(message ? [message] : []));
	}
	const [first] = present;
	const guest = links[0]?.guest;
	const ownerId = guest === undefined ? first?.sender?.id : await ensureBotUser(bridge, guest);
	if (!first || !(await isPermitted(bridge, event, ownerId, first.room.id))) {
		return;
	}
	const { senderId: actorId } = await authorOf(bridge, event, first.room.id);
	for (const message of present) {
		await messages.remove(message, actorId);
		await redactSiblings(bridge, message, event.redacts);
	}
}

/** Redacts the other events of a local message that is split over several events, as its sender's ghost. */
async function redactSiblings(
	{ store, homeserver, configuration }: ConfiguredBridge,
	{ id, sender }: StoredMessage,
	redacted: EventId | undefined,
): Promise<void> {
	const writer = sender && (await store.users.byRocketChatId(sender.id));
	if (!writer || !isOwnMatrixUser(writer.matrixId, configuration)) {
		return;
	}
	for (const { matrixId, roomId, part } of await store.messages.allByRocketChatId(id)) {
		if (matrixId !== redacted) {
			await homeserver.events.redact(writer.matrixId, roomId, matrixId, `${id}.${part}.deleted`);
		}
	}
}

async function removeRedactedReaction(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	link: ReactionLink,
): Promise<void> {
	const { store, messages } = bridge;
	const { messageId, userId, shortcode } = partsOfReactionKey(link.rocketChatId);
	const target = await store.messages.byRocketChatId(messageId);
	const message = target?.roomId === event.roomId ? await messages.byId(messageId) : undefined;
	if (!message || !(await isPermitted(bridge, event, userId, message.room.id))) {
		return;
	}
	// The link is removed first. Otherwise the hook that follows would redact a local user's reaction a second time.
	await store.reactions.forget(link);
	if (await store.reactions.byRocketChatId(link.rocketChatId)) {
		return; // the same emoji with or without U+FE0F: two reactions on Matrix, one in Rocket.Chat, which stays
	}
	const shown = Object.keys(message.reactions ?? {}).filter((name) => isSameEmoji(name, shortcode));
	for (const name of shown) {
		await messages.removeReaction(message, userId, name);
	}
}

/** An emoji has several shortcodes, and local users react by any of them; on Matrix they are one reaction. */
function isSameEmoji(one: string, other: string): boolean {
	const emoji = unicodeOf(one.slice(1, -1));
	return one === other || (emoji !== undefined && emoji === unicodeOf(other.slice(1, -1)));
}

/** Whether the sender of a redaction owns what it redacts or has the power to redact; a deleted account owns nothing. */
async function isPermitted(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	ownerId: RocketChatUserId | undefined,
	rocketChatRoomId: RocketChatRoomId,
): Promise<boolean> {
	const actor = await bridge.store.users.byMatrixId(event.sender);
	const isOwner = actor !== undefined && actor.rocketChatId === ownerId;
	return isOwner || (await senderMayRedact(bridge, event, rocketChatRoomId));
}
