import type { IMessage, IMessageReactionContext } from '@rocket.chat/apps-engine/definition/messages';
import { shortcodeOf, unicodeOf } from '../convert/emoji/emoji';
import type { ConfiguredBridge } from '../configured-bridge';
import { isErrcode } from '../matrix/homeserver-error';
import type { UserId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import { usernamesIn } from '../rocketchat/messages';
import { reactionKey, type MessageLink } from '../store/store';
import { retryOnTimeout } from './attempts';

/**
 * Carries a reaction, or that it was taken back, to Matrix; a custom emoji goes by its name. What is not on Matrix
 * gets none. The platform's events come unordered, so the message says what holds. Client-Server API, "Event
 * annotations and reactions".
 */
export async function sendReaction(
	bridge: ConfiguredBridge,
	{ message: { id = '' }, user, reaction }: IMessageReactionContext,
): Promise<void> {
	const { store, homeserver, messages } = bridge;
	const target = await store.messages.byRocketChatId(id);
	const message = target && (await messages.byId(id));
	if (!message) {
		return;
	}
	const matrixKey = matrixKeyOf(reaction);
	const key = reactionKey(id, user.id, shortcodeFor(matrixKey));
	const [known] = await store.reactions.allByRocketChatId(key);
	const isReacted = hasReaction(message, user.username, matrixKey);
	if (isReacted === (known !== undefined)) {
		return;
	}
	const ghostId = await ensureGhost(bridge, user);
	if (known) {
		const transactionId = `${known.matrixId}.taken-back`;
		await retryOnTimeout(() => homeserver.redact(ghostId, target.roomId, known.matrixId, transactionId));
		await store.reactions.forget(known);
		return;
	}
	const matrixId = await annotate(bridge, ghostId, target, matrixKey);
	if (matrixId) {
		await store.reactions.add({ matrixId, rocketChatId: key });
	}
}

/** @returns the reaction's event, undefined where the same is there already */
async function annotate(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	{ matrixId, roomId, rocketChatId }: MessageLink,
	key: string,
) {
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

/** The emoji, or the name of a custom one. */
function matrixKeyOf(shortcode: string): string {
	return unicodeOf(shortcode.slice(1, -1)) ?? shortcode;
}

/** One name of those an emoji has, so that all its names are one reaction, as they are on Matrix. */
function shortcodeFor(matrixKey: string): string {
	const name = shortcodeOf(matrixKey);
	return name === undefined ? matrixKey : `:${name}:`;
}

/** Whether somebody reacts with an emoji, by any of its names. */
function hasReaction({ reactions }: IMessage, username: string, matrixKey: string): boolean {
	return Object.keys(reactions ?? {}).some(
		(shortcode) =>
			matrixKeyOf(shortcode) === matrixKey && usernamesIn(reactions, shortcode).includes(username),
	);
}
