import { shortcodeOf } from '../convert/emoji/emoji';
import { inlineCode } from '../convert/escape/code';
import { escapeText } from '../convert/escape/escape-text';
import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor } from '../i18n';
import { objectIn, type RoomEvent } from '../matrix/events';
import { localpartOf, parseEventId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { reactionKey } from '../store/store';
import { ensureBotUser } from '../people/bot-user';
import { retryUntilOriginalArrives } from './missing-original';

/** Characters of a reaction that are shown where it cannot be. */
const SHOWN = 40;
/** Stands for what is no emoji of Rocket.Chat's, so that it is told once. */
const NO_EMOJI = '';

/**
 * `m.reaction`: reacts as the sender's bot user, with the emoji's shortcode or the name of a custom emoji. What Rocket.Chat
 * cannot show is named to the people in the room, once. Client-Server API, "Event annotations and reactions".
 */
export async function addReaction(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const { store, messages, configuration } = bridge;
	const { rel_type, event_id, key } = objectIn(event.content['m.relates_to']);
	const target = parseEventId(event_id);
	const isReaction = rel_type === 'm.annotation' && target && typeof key === 'string' && key !== '';
	if (!isReaction || isOwnMatrixUser(event.sender, configuration)) {
		return;
	}
	const link = await store.messages.byMatrixId(target);
	if (!link) {
		return retryUntilOriginalArrives(bridge, event);
	}
	if (link.roomId !== event.roomId || (await store.reactions.byMatrixId(event.eventId))) {
		return;
	}
	const message = await messages.byId(link.rocketChatId);
	if (!message) {
		return;
	}
	const userId = await ensureBotUser(bridge, event.sender);
	const emoji = shortcodeOf(key) ?? customEmojiIn(event.content, key);
	const shortcode = emoji === undefined ? NO_EMOJI : `:${emoji}:`;
	const isShown = shortcode !== NO_EMOJI && (await messages.react(message, userId, shortcode));
	if (!isShown) {
		const notice = noticeOf(bridge, event, emoji === undefined ? key : shortcode);
		await messages.tellRoom(message.room.id, notice, message.threadId);
	}
	await store.reactions.add({
		matrixId: event.eventId,
		rocketChatId: reactionKey(link.rocketChatId, userId, isShown ? shortcode : NO_EMOJI),
	});
}

/**
 * Custom emoji go by their names: bridges write those as the key, clients beside the image that is the key. MSC4027,
 * "Custom images in reactions".
 * @returns the name without colons
 */
function customEmojiIn(content: RoomEvent['content'], key: string): string | undefined {
	const { shortcode, 'com.beeper.reaction.shortcode': unstable } = content;
	const [name] = [shortcode, unstable].filter((given) => typeof given === 'string');
	return /^:([\w+-]+):$/.exec(key)?.[1] ?? /^:?([\w+-]+):?$/.exec(name ?? '')?.[1];
}

/** The sentence has backticks around the key. */
function noticeOf({ workspace }: ConfiguredBridge, { sender }: RoomEvent, key: string): string {
	const shown = key.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '');
	return textsFor({}, workspace)('reaction_not_shown', {
		user: escapeText(localpartOf(sender)),
		key: inlineCode(shown, false).slice(1, -1),
	});
}
