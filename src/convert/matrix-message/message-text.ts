import type { JsonObject } from '../json';
import { withIntentionalMentions } from '../html/intentional-mentions';
import type { ConversionContext } from '../html/known-people';
import { rocketChatTextOf } from '../html/rocketchat-text';
import { emoteText } from './emote';
import { extensibleText } from './extensible-text';
import { captionOf, fileKindOf, fileText, type FileLabels } from './file';
import { locationText } from './location';
import { isVoiceMessage, voiceMessageText } from './voice';

type Converter = (
	content: JsonObject,
	context: ConversionContext,
	labels: MessageLabels,
) => string | undefined;

/** Texts that only some kinds of messages need. */
interface MessageLabels {
	/** The sender's name in Rocket.Chat, for emotes. */
	readonly senderName: string;
	/** "Voice message" in the language of the workspace. */
	readonly voiceMessage: string;
	/** What a file without a name is called in the language of the workspace; the default is English. */
	readonly files?: FileLabels;
}

/** The converters of messages that need more than `rocketChatTextOf`, by `msgtype`. */
const converters: Readonly<Record<string, Converter>> = {
	'm.emote': (content, context, { senderName }) => emoteText(content, senderName, context),
	'm.location': locationText,
	'm.audio': (content, context, labels) =>
		isVoiceMessage(content)
			? voiceText(content, context, labels)
			: fileText(content, 'audio', context, labels.files),
};

const convertAny: Converter = (content, context, { files }) => {
	const kind = fileKindOf(content);
	if (kind) {
		return fileText(content, kind, context, files);
	}
	const { body } = content;
	const hasBody = typeof body === 'string';
	return rocketChatTextOf(hasBody ? content : { ...content, body: extensibleText(content) }, context);
};

/** Writes the label of a voice message, and its caption below. */
function voiceText(content: JsonObject, context: ConversionContext, { voiceMessage }: MessageLabels): string {
	const label = voiceMessageText(content, voiceMessage);
	const caption = captionOf(content);
	const text = caption && rocketChatTextOf(caption, context);
	return text === undefined ? label : `${label}\n${text}`;
}

/**
 * Converts the content of an `m.room.message` of any `msgtype`, or of an `m.sticker`, to text. A file becomes its name
 * and caption. A kind of message that Rocket.Chat has no form for becomes its `body`, the fallback that every message
 * has: Client-Server API, "m.room.message msgtypes".
 * @returns undefined if there is nothing to show, as after a redaction; never for a file
 */
export function messageTextOf(
	content: JsonObject,
	context: ConversionContext,
	labels: MessageLabels,
): string | undefined {
	const { msgtype } = content;
	const convert =
		typeof msgtype === 'string' && Object.hasOwn(converters, msgtype) ? converters[msgtype] : undefined;
	return withIntentionalMentions(content, context, (people) =>
		(convert ?? convertAny)(content, people, labels),
	);
}
