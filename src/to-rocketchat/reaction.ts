import { shortcodeOf } from '../convert/emoji/emoji';
import type { Federation } from '../federation';
import { textsFor } from '../i18n';
import { objectIn, type RoomEvent } from '../matrix/events';
import { localpartOf, parseEventId } from '../matrix/ids';
import { isOurs } from '../matrix/namespace';
import { reactionKey } from '../store/store';
import { ensureGhost } from './ghost';

/** Characters of a reaction that are shown where it cannot be. */
const SHOWN = 40;

/**
 * `m.reaction`: reacts as the sender's ghost, with the emoji's shortcode or the name of a custom emoji. What Rocket.Chat
 * cannot show is named to the people in the room, once. Client-Server API, "Event annotations and reactions".
 */
export async function addReaction(federation: Federation, event: RoomEvent): Promise<void> {
	const { store, messages, configuration, workspace } = federation;
	const { event_id, key } = objectIn(event.content['m.relates_to']);
	const target = parseEventId(event_id);
	const link = target && (await store.messages.byMatrixId(target));
	if (isOurs(event.sender, configuration) || typeof key !== 'string' || link?.roomId !== event.roomId) {
		return;
	}
	if (await store.reactions.byMatrixId(event.eventId)) {
		return;
	}
	const message = await messages.byId(link.rocketChatId);
	if (!message) {
		return;
	}
	const userId = await ensureGhost(federation, event.sender);
	const name = shortcodeOf(key);
	const shortcode = name === undefined ? customEmojiIn(key) : `:${name}:`;
	if (!shortcode || !(await messages.react(message, userId, shortcode))) {
		const text = textsFor({}, workspace);
		const shown = key.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '');
		await messages.tellRoom(
			message.room.id,
			text('reaction_not_shown', { user: localpartOf(event.sender), key: shown }),
			message.threadId,
		);
		return;
	}
	await store.reactions.add({
		matrixId: event.eventId,
		rocketChatId: reactionKey(link.rocketChatId, userId, shortcode),
	});
}

/** Bridges write custom emoji by their names. */
function customEmojiIn(key: string): string | undefined {
	return /^:[\w+-]+:$/.test(key) ? key : undefined;
}
