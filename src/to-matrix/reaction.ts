import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { shortcodeOf, unicodeOf } from '../convert/emoji/emoji';
import type { ConfiguredBridge } from '../configured-bridge';
import { isErrcode } from '../matrix/homeserver-error';
import type { EventId, UserId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import type { RocketChatUser } from '../rocketchat/entities';
import type { RocketChatMessageId } from '../rocketchat/ids';
import { usernamesIn } from '../rocketchat/messages';
import { reactionKey } from '../store/reaction-key';
import type { MessageLink } from '../store/store';
import { retryOnTimeout } from './attempts';

/**
 * Makes Matrix show whether a user reacts to a message with an emoji: sends the reaction, or redacts it. A custom emoji
 * is sent by its name. The platform raises its events in no order, so the stored message decides, not the event. A
 * message that is not on Matrix gets no reaction. Client-Server API, "Event annotations and reactions".
 * @param shortcode with its colons
 */
export async function sendReaction(
	bridge: ConfiguredBridge,
	messageId: RocketChatMessageId,
	user: RocketChatUser,
	shortcode: string,
): Promise<void> {
	const { store, homeserver, messages } = bridge;
	const target = await store.messages.byRocketChatId(messageId);
	const message = target && (await messages.byId(messageId));
	if (!message) {
		return;
	}
	const matrixKey = matrixKeyOf(shortcode);
	const key = reactionKey(messageId, user.id, canonicalShortcode(matrixKey));
	const [sent] = await store.reactions.allByRocketChatId(key);
	const isReacted = hasReaction(message, user.username, matrixKey);
	if (isReacted === (sent !== undefined)) {
		return;
	}
	const ghostId = await ensureGhost(bridge, user);
	if (sent) {
		const transactionId = `${sent.matrixId}.removed`;
		await retryOnTimeout(() => homeserver.redact(ghostId, target.roomId, sent.matrixId, transactionId));
		await store.reactions.forget(sent);
		return;
	}
	const matrixId = await sendAnnotation(bridge, ghostId, target, matrixKey);
	if (matrixId) {
		await store.reactions.add({ matrixId, rocketChatId: key });
	}
}

/** @returns the reaction's event; undefined if the user reacts with the same key already */
async function sendAnnotation(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	{ matrixId, roomId, rocketChatId }: MessageLink,
	key: string,
): Promise<EventId | undefined> {
	const transactionId = `${rocketChatId}.${crypto.randomUUID()}`;
	const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: matrixId, key } } as const;
	const event = { type: 'm.reaction', content } as const;
	const at = Date.now();
	return retryOnTimeout(() => homeserver.send(ghostId, roomId, transactionId, event, at)).catch(
		(error: unknown) => {
			if (isErrcode(error, 'M_DUPLICATE_ANNOTATION')) {
				return undefined;
			}
			throw error;
		},
	);
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

/** Whether a user reacts with an emoji, by any of its shortcodes. */
function hasReaction({ reactions }: IMessage, username: string, matrixKey: string): boolean {
	return Object.keys(reactions ?? {}).some(
		(shortcode) =>
			matrixKeyOf(shortcode) === matrixKey && usernamesIn(reactions, shortcode).includes(username),
	);
}
