import type { Names } from '../html/names';
import { rocketChatTextOf } from '../html/rocketchat-text';
import { emoteText } from './emote';
import { locationText } from './location';
import { isVoice, voiceText } from './voice';

type Content = Readonly<Record<string, unknown>>;
type Converter = (content: Content, names: Names, words: Words) => string | undefined;

/** What a workspace calls what only some messages need. */
export interface Words {
	/** Who sent it. */
	readonly sender: string;
	readonly voiceMessage: string;
}

/** What is no plain text, by `msgtype`. */
const converters: Readonly<Record<string, Converter>> = {
	'm.emote': (content, names, { sender }) => emoteText(content, sender, names),
	'm.location': locationText,
	'm.audio': (content, names, { voiceMessage }) =>
		isVoice(content) ? voiceText(content, voiceMessage) : rocketChatTextOf(content, names),
};

/**
 * An `m.room.message` of any kind as text. What Rocket.Chat has no form for shows its `body`, which is there for just
 * that: Client-Server API, "m.room.message msgtypes".
 * @returns undefined where there is nothing to show, such as after a redaction
 */
export function messageTextOf(content: Content, names: Names, words: Words): string | undefined {
	const { msgtype } = content;
	const convert =
		typeof msgtype === 'string' && Object.hasOwn(converters, msgtype) ? converters[msgtype] : undefined;
	return (convert ?? rocketChatTextOf)(content, names, words);
}
