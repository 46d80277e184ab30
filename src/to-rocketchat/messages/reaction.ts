import { emojiNameOfReaction } from '../../convert/emoji/reaction-key';
import { inlineCode } from '../../convert/escape/code';
import { escapeText } from '../../convert/escape/escape-text';
import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import type { RoomEvent } from '../../matrix/events';
import { localpartOf, parseMxcUri } from '../../matrix/ids';
import { parseAnnotation, type Annotation } from '../../matrix/relation';
import { ensureBotUser } from '../../people/bot-user';
import { shownNameOf } from '../../people/external-name';
import { reactionKey } from '../../store/reaction-key';
import type { EventHandler } from '../event-handler';
import { linkOfTarget } from './message-target';
import { requireFile, retryUntilOriginalArrives } from './missing-original';
import { requireRoom } from './required-room';
import type { StoredMessage } from '../../rocketchat/entities';
import type { RocketChatRoomId, RocketChatUserId } from '../../rocketchat/ids';
import { usernamesIn } from '../../rocketchat/message-fields';

/** Characters of a key that a notice shows. */
const MAX_SHOWN_KEY = 40;
/** Stands for every key that Rocket.Chat cannot show, so that the notice is shown once. */
const NO_EMOJI = '';

/** A reaction of Matrix. */
interface IncomingReaction extends Annotation {
	/** The emoji's name in Rocket.Chat, without colons; undefined if the key is no emoji and the event names none. */
	readonly namedEmoji: string | undefined;
}

/**
 * `m.reaction`: reacts as the sender's bot user, with the emoji's shortcode or the name of a custom emoji. A key that Rocket.Chat
 * cannot show is named in a notice to the room, once, and so is the reaction of a guest. Client-Server API, "Event annotations and
 * reactions".
 */
export const reaction: EventHandler<IncomingReaction> = {
	types: ['m.reaction'],
	stateKey: 'none',
	parse({ content }) {
		const annotation = parseAnnotation(content);
		return (
			annotation && {
				...annotation,
				namedEmoji: emojiNameOfReaction(content, annotation.key),
			}
		);
	},
	handle: addReaction,
};

async function addReaction(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ target, key, namedEmoji }: IncomingReaction,
	rocketChatRoomId: RocketChatRoomId,
): Promise<void> {
	const { store, messages } = bridge;
	const link = await linkOfTarget(bridge, target);
	if (!link) {
		return retryUntilOriginalArrives(bridge, event);
	}
	if (link.roomId !== event.roomId) {
		return;
	}
	requireFile(link, event);
	const known = await store.reactions.byMatrixId(event.eventId);
	const message = await messages.byId(link.rocketChatId);
	if (!message) {
		return requireRoom(bridge, rocketChatRoomId);
	}
	const userId = await ensureBotUser(bridge, event.sender);
	// Who adds to a reaction with a picture of ours may send only the picture.
	const emojiName = namedEmoji ?? (await nameOfImage(bridge, key));
	const shortcode = emojiName === undefined ? NO_EMOJI : `:${emojiName}:`;
	const keyFor = (shown: string) => reactionKey(link.rocketChatId, userId, shown);
	if (
		known &&
		(known.rocketChatId !== keyFor(shortcode) || (await isShownBy(bridge, message, userId, shortcode)))
	) {
		return;
	}
	// A guest is no member of the direct message in Rocket.Chat, so their reactions are refused.
	const isGuest = (await store.rooms.byMatrixId(event.roomId))?.guests?.includes(event.sender) ?? false;
	bridge.instances.requireLease(event.roomId);
	if (shortcode !== NO_EMOJI && !isGuest) {
		// Linked first: if the app ends in between and the reaction is redacted meanwhile, it comes again without its key.
		const stored = known ?? { matrixId: event.eventId, rocketChatId: keyFor(shortcode) };
		if (!known) {
			await store.reactions.add(stored);
		}
		if (await messages.react(message, userId, shortcode)) {
			return;
		}
		await store.reactions.forget(stored);
	}
	const notice = isGuest
		? workspaceTexts(bridge.workspace)('guest_reacted', { user: event.sender, key: shownKey(key) })
		: await noticeOf(bridge, event, emojiName === undefined ? key : shortcode);
	await messages.tellRoom(message.room.id, notice, message.threadId);
	await store.reactions.add({ matrixId: event.eventId, rocketChatId: keyFor(NO_EMOJI) });
}

/** @returns the name of the workspace's emoji whose picture is the key; undefined if it is none */
async function nameOfImage({ store }: ConfiguredBridge, key: string): Promise<string | undefined> {
	const mxc = parseMxcUri(key);
	return mxc && store.emojiImages.nameOf(mxc);
}

/** @returns whether a user's reaction is there: the app may have ended between its link and the reaction */
async function isShownBy(
	{ people }: ConfiguredBridge,
	{ reactions }: StoredMessage,
	userId: RocketChatUserId,
	shortcode: string,
): Promise<boolean> {
	const user = shortcode === NO_EMOJI ? undefined : await people.byId(userId);
	return !user || usernamesIn(reactions, shortcode).includes(user.username);
}

async function noticeOf(bridge: ConfiguredBridge, { sender }: RoomEvent, key: string): Promise<string> {
	const name = (await shownNameOf(bridge, sender)) ?? localpartOf(sender);
	return workspaceTexts(bridge.workspace)('reaction_not_shown', {
		user: escapeText(name),
		key: shownKey(key),
	});
}

/** @returns the key as it may stand between the backticks of a text */
function shownKey(key: string): string {
	const shown = key.slice(0, MAX_SHOWN_KEY).replace(/[\ud800-\udbff]$/, '');
	return inlineCode(shown, false).slice(1, -1);
}
