import mime from 'mime-types';
import { cleanFileName, typeOfEnding } from '../file-name';
import { isJsonObject, objectIn, type JsonObject } from '../json';
import { captionOf, fileKindOf, type FileKind, type FileLabels } from './file';
import { isVoiceMessage } from './voice';

/** The file that a message of Matrix brings. */
export interface IncomingFile {
	/** Its address, unchecked. */
	readonly url: unknown;
	/** Whether the file is end-to-end encrypted, so that only clients can read it. */
	readonly isEncrypted: boolean;
	/** Without folders and misleading characters, with an ending if its type has one. */
	readonly name: string;
	/** Bytes, as the sender says; undefined if they do not say. It need not be true. */
	readonly claimedSize: number | undefined;
}

/** What a file without a name is called. */
export interface IncomingFileLabels {
	readonly files: FileLabels;
	readonly voiceMessage: string;
}

/**
 * Reads what a message says about its file. Client-Server API, "m.image", "m.file" and the like, "m.sticker",
 * "Sending encrypted attachments"; MSC3245, "Voice messages".
 * @param content of an `m.room.message` or `m.sticker`
 * @returns undefined if the message brings no file
 */
export function incomingFileOf(content: JsonObject, labels: IncomingFileLabels): IncomingFile | undefined {
	const kind = fileKindOf(content);
	const { url, file, info } = content;
	if (!kind || (url === undefined && file === undefined)) {
		return undefined;
	}
	const { mimetype, size } = objectIn(info);
	const type = typeof mimetype === 'string' ? mimetype : '';
	return {
		url,
		isEncrypted: isJsonObject(file) && url === undefined,
		name: nameWithEnding(givenName(content, kind, labels), type),
		claimedSize: typeof size === 'number' && size >= 0 ? size : undefined,
	};
}

/** @returns the caption of a file as the content of a text message; undefined if it has none */
export function captionContentOf(content: JsonObject): JsonObject | undefined {
	const { body, format, formatted_body: html, 'm.mentions': mentions } = captionOf(content) ?? {};
	return body === undefined
		? undefined
		: {
				...{ msgtype: 'm.text', body },
				...(html !== undefined && { format, formatted_body: html }),
				...(mentions !== undefined && { 'm.mentions': mentions }),
			};
}

/** The name of a voice message says that it is one: Rocket.Chat has no other mark for it. */
function givenName(content: JsonObject, kind: FileKind, { files, voiceMessage }: IncomingFileLabels): string {
	const { filename, body } = content;
	const name = [filename, body].find((text) => typeof text === 'string' && text.trim() !== '');
	const given = typeof name === 'string' ? name : files[kind];
	if (!isVoiceMessage(content)) {
		return given;
	}
	const [ending = ''] = /\.\w{1,5}$/.exec(given) ?? [];
	return voiceMessage + ending;
}

/** The endings that people know, where the package gives another one first. */
const knownEndings: Readonly<Record<string, string>> = { 'audio/mpeg': 'mp3', 'audio/ogg': 'ogg' };

/** Rocket.Chat takes the type of a file from the ending of its name. apps/meteor/ee/lib/misc/determineFileType.ts */
function nameWithEnding(given: string, type: string): string {
	const name = cleanFileName(given, type);
	const ending = knownEndings[type] ?? mime.extension(type);
	return ending && !typeOfEnding(name) ? cleanFileName(`${name}.${ending}`, type) : name;
}
