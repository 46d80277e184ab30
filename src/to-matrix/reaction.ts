import type { IMessageReactionContext } from '@rocket.chat/apps-engine/definition/messages';
import { shortcodeOf, unicodeOf } from '../convert/emoji/emoji';
import type { Federation } from '../federation';
import { isErrcode } from '../matrix/homeserver-error';
import type { RoomId } from '../matrix/ids';
import { usernamesIn } from '../rocketchat/messages';
import { reactionKey } from '../store/store';
import { sendSurely } from './message';
import { ensurePuppet } from '../people/puppet';

/**
 * Carries a reaction, or that it was taken back, to Matrix; a custom emoji goes by its name. What is not on Matrix
 * gets none. Client-Server API, "Event annotations and reactions".
 */
export async function sendReaction(
	federation: Federation,
	context: IMessageReactionContext,
	roomId: RoomId,
): Promise<void> {
	const { message, user, reaction, isReacted } = context;
	const { store, homeserver } = federation;
	const target = message.id === undefined ? undefined : await store.messages.byRocketChatId(message.id);
	if (!target) {
		return;
	}
	const matrixKey = matrixKeyOf(reaction);
	const key = reactionKey(target.rocketChatId, user.id, shortcodeFor(matrixKey));
	const [known] = await store.reactions.allByRocketChatId(key);
	const puppetId = await ensurePuppet(federation, user);
	if (isReacted && !known) {
		const eventId = await sendSurely(federation, puppetId, roomId, {
			transactionId: `${target.rocketChatId}.${crypto.randomUUID()}`,
			event: {
				type: 'm.reaction',
				content: {
					'm.relates_to': {
						rel_type: 'm.annotation',
						event_id: target.matrixId,
						key: matrixKey,
					},
				},
			},
			at: Date.now(),
		}).catch((error: unknown) => {
			if (isErrcode(error, 'M_DUPLICATE_ANNOTATION')) {
				return undefined; // it is there
			}
			throw error;
		});
		if (eventId) {
			await store.reactions.add({ matrixId: eventId, rocketChatId: key });
		}
	}
	if (!isReacted && known && !hasAlias(context, matrixKey)) {
		await homeserver.redact(puppetId, roomId, known.matrixId, `${known.matrixId}.taken-back`);
		await store.reactions.forget(known);
	}
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

/** Whether the same person still reacts with the same emoji by another of its names. */
function hasAlias({ message, user, reaction }: IMessageReactionContext, matrixKey: string): boolean {
	return Object.keys(message.reactions ?? {}).some(
		(shortcode) =>
			shortcode !== reaction &&
			matrixKeyOf(shortcode) === matrixKey &&
			usernamesIn(message.reactions, shortcode).includes(user.username),
	);
}
