import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { shortcodeOf, unicodeOf } from '../../convert/emoji/emoji';
import { chooseReactionKey, reactionKeyOf, type ReactionEmoji } from '../../convert/emoji/reaction-key';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { RoomEvents } from '../../matrix/room-events';
import { isErrcode } from '../../matrix/homeserver-error';
import type { EventId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RocketChatMessageId, RocketChatUserId } from '../../rocketchat/ids';
import { usernamesIn } from '../../rocketchat/message-fields';
import { journalPage } from '../../store/journal-page';
import { reactionKey, type ReactionKey } from '../../store/reaction-key';
import type { MessageLink } from '../../store/store';
import { emojiImages } from './custom-emoji';

/**
 * Makes Matrix show whether a user reacts to a message with an emoji: sends the reaction, or redacts it. It is sent with
 * the key that others used for the emoji on that event. A custom emoji is sent by its picture, or by its name
 * without one. The platform raises its events in no order, so the stored message decides, not the event. A
 * message that is not on Matrix gets no reaction. Client-Server API, "Event annotations and reactions".
 * @param shortcode with its colons
 * @param changeId identifies the change, so that it is sent once if it is tried twice
 */
export async function sendReaction(
	bridge: ConfiguredBridge,
	messageId: RocketChatMessageId,
	user: RocketChatUser,
	shortcode: string,
	changeId: string,
): Promise<void> {
	const { store, homeserver, messages } = bridge;
	const target = await store.messages.byRocketChatId(messageId);
	const message = target && (await messages.byId(messageId));
	if (!message) {
		return;
	}
	const key = keyOfReaction(messageId, user.id, shortcode);
	const [sent] = await store.reactions.allByRocketChatId(key);
	const isReacted = hasReaction(message, user.username, shortcode);
	if (isReacted === (sent !== undefined)) {
		return;
	}
	const ghostId = await ensureGhost(bridge, user);
	if (sent) {
		const transactionId = `${sent.matrixId}.removed`;
		await homeserver.events.redact(ghostId, target.roomId, sent.matrixId, transactionId);
		await store.reactions.forget(sent);
		return;
	}
	const others = isUsedByOthers(message, user.username, shortcode)
		? await reactionsTo(bridge, ghostId, target)
		: [];
	const name = shortcode.slice(1, -1);
	const images = await emojiImages(bridge, unicodeOf(name) === undefined ? [name] : []);
	const emoji = chooseReactionKey(shortcode, others, images.get(name));
	const matrixId = await sendAnnotation(bridge, ghostId, target, emoji, `${messageId}.${changeId}`);
	if (matrixId) {
		await store.reactions.add({ matrixId, rocketChatId: key, page: journalPage(message.room.id) });
	}
}

/** @returns the reaction's event, also if it is there already; undefined if it cannot be found then */
async function sendAnnotation(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	{ matrixId, roomId }: MessageLink,
	{ key, shortcode }: ReactionEmoji,
	transactionId: string,
): Promise<EventId | undefined> {
	const content = {
		'm.relates_to': { rel_type: 'm.annotation', event_id: matrixId, key },
		...(shortcode !== undefined && { shortcode, 'com.beeper.reaction.shortcode': shortcode }),
	} as const;
	const event = { type: 'm.reaction', content } as const;
	const at = Date.now();
	return homeserver.events.send(ghostId, roomId, transactionId, event, at).catch((error: unknown) => {
		if (isErrcode(error, 'M_DUPLICATE_ANNOTATION')) {
			return homeserver.events.annotation(ghostId, roomId, matrixId, key);
		}
		throw error;
	});
}

/** @returns the reactions to an event; none if they cannot be read, since the reaction is sent all the same then */
async function reactionsTo(
	{ homeserver, log }: ConfiguredBridge,
	ghostId: UserId,
	{ matrixId, roomId }: MessageLink,
): ReturnType<RoomEvents['annotations']> {
	try {
		return await homeserver.events.annotations(ghostId, roomId, matrixId);
	} catch (error) {
		log.failure('the reactions to a message could not be read', failureOf(error), { eventId: matrixId });
		return [];
	}
}

/** @returns one of the shortcodes that an emoji has, always the same: on Matrix all of them are one reaction */
function canonicalShortcode(matrixKey: string): string {
	const name = shortcodeOf(matrixKey);
	return name === undefined ? matrixKey : `:${name}:`;
}

/**
 * @param shortcode with its colons; any of those that the emoji has
 * @returns the key of a reaction, the same for all shortcodes of an emoji: on Matrix they are one reaction
 */
export function keyOfReaction(
	messageId: RocketChatMessageId,
	userId: RocketChatUserId,
	shortcode: string,
): ReactionKey {
	return reactionKey(messageId, userId, canonicalShortcode(reactionKeyOf(shortcode)));
}

/** @returns whether a user reacts with an emoji, by any of its shortcodes */
export function hasReaction(
	message: Pick<IMessage, 'reactions'>,
	username: string,
	shortcode: string,
): boolean {
	return usernamesOf(message, shortcode).includes(username);
}

function isUsedByOthers(message: Pick<IMessage, 'reactions'>, username: string, shortcode: string): boolean {
	return usernamesOf(message, shortcode).some((other) => other !== username);
}

/** @returns the usernames of those who react with an emoji, by any of its shortcodes */
export function usernamesOf(
	{ reactions }: Pick<IMessage, 'reactions'>,
	shortcode: string,
): readonly string[] {
	const key = reactionKeyOf(shortcode);
	return Object.keys(reactions ?? {})
		.filter((name) => reactionKeyOf(name) === key)
		.flatMap((name) => usernamesIn(reactions, name));
}
