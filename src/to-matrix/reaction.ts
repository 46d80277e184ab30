import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { shortcodeOf, unicodeOf } from '../convert/emoji/emoji';
import type { ConfiguredBridge } from '../configured-bridge';
import { isErrcode } from '../matrix/homeserver-error';
import type { EventId, UserId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import type { RocketChatUser } from '../rocketchat/entities';
import type { RocketChatMessageId, RocketChatUserId } from '../rocketchat/ids';
import { usernamesIn } from '../rocketchat/messages';
import { journalPage } from '../store/journal-page';
import { reactionKey, type ReactionKey } from '../store/reaction-key';
import type { MessageLink } from '../store/store';

/**
 * Makes Matrix show whether a user reacts to a message with an emoji: sends the reaction, or redacts it. A custom emoji
 * is sent by its name. The platform raises its events in no order, so the stored message decides, not the event. A
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
	const matrixKey = matrixKeyOf(shortcode);
	const key = keyOfReaction(messageId, user.id, shortcode);
	const [sent] = await store.reactions.allByRocketChatId(key);
	const isReacted = hasReaction(message, user.username, shortcode);
	if (isReacted === (sent !== undefined)) {
		return;
	}
	const ghostId = await ensureGhost(bridge, user);
	if (sent) {
		const transactionId = `${sent.matrixId}.removed`;
		await homeserver.redact(ghostId, target.roomId, sent.matrixId, transactionId);
		await store.reactions.forget(sent);
		return;
	}
	const matrixId = await sendAnnotation(bridge, ghostId, target, matrixKey, `${messageId}.${changeId}`);
	if (matrixId) {
		await store.reactions.add({ matrixId, rocketChatId: key, page: journalPage(message.room.id) });
	}
}

/** @returns the reaction's event, also if it is there already; undefined if it cannot be found then */
async function sendAnnotation(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	{ matrixId, roomId }: MessageLink,
	key: string,
	transactionId: string,
): Promise<EventId | undefined> {
	const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: matrixId, key } } as const;
	const event = { type: 'm.reaction', content } as const;
	const at = Date.now();
	return homeserver.send(ghostId, roomId, transactionId, event, at).catch((error: unknown) => {
		if (isErrcode(error, 'M_DUPLICATE_ANNOTATION')) {
			return homeserver.annotation(ghostId, roomId, matrixId, key);
		}
		throw error;
	});
}

/** @returns the emoji, or the shortcode itself of a custom one */
function matrixKeyOf(shortcode: string): string {
	return unicodeOf(shortcode.slice(1, -1)) ?? shortcode;
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
	return reactionKey(messageId, userId, canonicalShortcode(matrixKeyOf(shortcode)));
}

/** @returns whether a user reacts with an emoji, by any of its shortcodes */
export function hasReaction(
	{ reactions }: Pick<IMessage, 'reactions'>,
	username: string,
	emoji: string,
): boolean {
	const matrixKey = matrixKeyOf(emoji);
	return Object.keys(reactions ?? {}).some(
		(shortcode) =>
			matrixKeyOf(shortcode) === matrixKey && usernamesIn(reactions, shortcode).includes(username),
	);
}
