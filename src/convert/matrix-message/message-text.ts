import type { JsonObject } from '../json';
import type { ConversionContext } from '../html/known-people';
import { rocketChatTextOf } from '../html/rocketchat-text';
import { emoteText } from './emote';
import { locationText } from './location';
import { isVoiceMessage, voiceMessageText } from './voice';

type Converter = (
	content: JsonObject,
	context: ConversionContext,
	labels: MessageLabels,
) => string | undefined;

/** Texts that only some kinds of messages need. */
export interface MessageLabels {
	/** The sender's name in Rocket.Chat, for emotes. */
	readonly senderName: string;
	/** "Voice message" in the language of the workspace. */
	readonly voiceMessage: string;
}

/** The converters of messages that need more than `rocketChatTextOf`, by `msgtype`. */
const converters: Readonly<Record<string, Converter>> = {
	'm.emote': (content, context, { senderName }) => emoteText(content, senderName, context),
	'm.location': locationText,
	'm.audio': (content, context, { voiceMessage }) =>
		isVoiceMessage(content)
			? voiceMessageText(content, voiceMessage)
			: rocketChatTextOf(content, context),
};

/**
 * Converts the content of an `m.room.message` of any `msgtype` to text. A kind of message that Rocket.Chat has no form
 * for becomes its `body`, the fallback that every message has: Client-Server API, "m.room.message msgtypes".
 * @returns undefined if there is nothing to show, as after a redaction
 */
export function messageTextOf(
	content: JsonObject,
	context: ConversionContext,
	labels: MessageLabels,
): string | undefined {
	const { msgtype } = content;
	const convert =
		typeof msgtype === 'string' && Object.hasOwn(converters, msgtype) ? converters[msgtype] : undefined;
	return (convert ?? rocketChatTextOf)(content, context, labels);
}
