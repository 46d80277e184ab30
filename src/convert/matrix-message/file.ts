import type { ConversionContext } from '../html/known-people';
import { plainText } from '../html/plain-text';
import { rocketChatTextOf } from '../html/rocketchat-text';
import type { JsonObject } from '../json';

/** The kinds of files, as their labels name them. */
export type FileKind = 'image' | 'video' | 'audio' | 'file' | 'sticker';

/** What a file without a name is called, by its kind. */
export type FileLabels = Readonly<Record<FileKind, string>>;

const englishLabels: FileLabels = {
	image: 'Image',
	video: 'Video',
	audio: 'Audio',
	file: 'File',
	sticker: 'Sticker',
};

const kinds: Readonly<Record<string, FileKind>> = {
	'm.image': 'image',
	'm.video': 'video',
	'm.audio': 'audio',
	'm.file': 'file',
	'm.sticker': 'sticker',
};

/**
 * @returns the kind of file that a message brings; undefined if it brings none. A sticker is an event without `msgtype`.
 * Any other message with the address of a file counts as a file. Client-Server API, "m.image" and the like, "m.sticker"
 */
export function fileKindOf({ msgtype, url, file }: JsonObject): FileKind | undefined {
	const hasFile = typeof url === 'string' || (typeof file === 'object' && file !== null);
	if (typeof msgtype !== 'string') {
		return hasFile ? 'sticker' : undefined;
	}
	return Object.hasOwn(kinds, msgtype) ? kinds[msgtype] : hasFile ? 'file' : undefined;
}

/**
 * Describes a file, which is not transferred: a line with its name, and its caption below. Client-Server API, "Media
 * captions": `body` is a caption if `filename` is there and differs, else it is the name.
 * @param labels what a file is called that has no name
 */
export function fileText(
	content: JsonObject,
	kind: FileKind,
	context: ConversionContext,
	labels: FileLabels = englishLabels,
): string {
	const caption = captionOf(content);
	const { filename, body } = content;
	const [name] = [filename, body].filter(isWritten);
	const title =
		name === undefined ? labels[kind] : plainText(name.replace(/\s+/g, ' ').trim(), context.longestLine);
	const text = caption && rocketChatTextOf(caption, context);
	return text === undefined ? title : `${title}\n${text}`;
}

/** @returns the caption of a file, as the content of a text message; undefined if it has none */
export function captionOf(content: JsonObject): JsonObject | undefined {
	const { filename, body } = content;
	return isWritten(filename) && isWritten(body) && filename !== body ? content : undefined;
}

const isWritten = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
