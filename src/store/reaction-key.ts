import type { Branded } from '../branded';
import type { RocketChatMessageId, RocketChatUserId } from '../rocketchat/ids';

/** Identifies a reaction in Rocket.Chat, which gives reactions no id: the message, the person and the emoji. */
export type ReactionKey = Branded<'ReactionKey'>;

/** The parts of a reaction's key. */
interface ReactionKeyParts {
	readonly messageId: RocketChatMessageId;
	readonly userId: RocketChatUserId;
	/** With its colons. */
	readonly shortcode: string;
}

/** @returns the key of a reaction */
export function reactionKey(
	messageId: RocketChatMessageId,
	userId: RocketChatUserId,
	shortcode: string,
): ReactionKey {
	return [messageId, userId, shortcode].join('/') as ReactionKey;
}

/** @returns the parts of a key; neither ids nor shortcodes contain a slash */
export function partsOfReactionKey(key: ReactionKey): ReactionKeyParts {
	const [messageId = '', userId = '', shortcode = ''] = key.split('/');
	return {
		messageId: messageId as RocketChatMessageId,
		userId: userId as RocketChatUserId,
		shortcode,
	};
}
