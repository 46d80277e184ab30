import type { Server } from '../server';

/** Endings of file names and what they mean (part of the package `mime-types`, which Rocket.Chat asks). */
const byExtension: Record<string, string> = {
	txt: 'text/plain',
	log: 'text/plain',
	md: 'text/markdown',
	html: 'text/html',
	htm: 'text/html',
	css: 'text/css',
	csv: 'text/csv',
	js: 'text/javascript',
	json: 'application/json',
	xml: 'text/xml',
	yaml: 'text/yaml',
	yml: 'text/yaml',
	pdf: 'application/pdf',
	zip: 'application/zip',
	gz: 'application/gzip',
	tar: 'application/x-tar',
	'7z': 'application/x-7z-compressed',
	rar: 'application/vnd.rar',
	doc: 'application/msword',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	xls: 'application/vnd.ms-excel',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	ppt: 'application/vnd.ms-powerpoint',
	pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	odt: 'application/vnd.oasis.opendocument.text',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
	rtf: 'text/rtf',
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	gif: 'image/gif',
	webp: 'image/webp',
	svg: 'image/svg+xml',
	bmp: 'image/bmp',
	ico: 'image/vnd.microsoft.icon',
	tif: 'image/tiff',
	tiff: 'image/tiff',
	heic: 'image/heic',
	avif: 'image/avif',
	mp3: 'audio/mpeg',
	wav: 'audio/wav',
	ogg: 'audio/ogg',
	oga: 'audio/ogg',
	opus: 'audio/ogg',
	m4a: 'audio/mp4',
	aac: 'audio/aac',
	flac: 'audio/x-flac',
	weba: 'audio/webm',
	mp4: 'video/mp4',
	m4v: 'video/x-m4v',
	mov: 'video/quicktime',
	webm: 'video/webm',
	avi: 'video/x-msvideo',
	mkv: 'video/x-matroska',
	ogv: 'video/ogg',
	bin: 'application/octet-stream',
};

/** First bytes of files, in hexadecimal, and what they mean (part of the package `file-type`). */
const byFirstBytes: readonly [string, string][] = [
	['89504e470d0a1a0a', 'image/png'],
	['ffd8ff', 'image/jpeg'],
	['474946383', 'image/gif'],
	['25504446', 'application/pdf'],
	['504b0304', 'application/zip'],
	['1f8b', 'application/gzip'],
	['4f676753', 'audio/ogg'],
	['494433', 'audio/mpeg'],
	['fffb', 'audio/mpeg'],
	['664c6143', 'audio/x-flac'],
	['1a45dfa3', 'video/webm'],
	['424d', 'image/bmp'],
];

/**
 * The media type of an app's upload: by the ending of its name, else by its first bytes, else
 * `application/octet-stream` (`apps/meteor/ee/lib/misc/determineFileType.ts`).
 */
export function mediaTypeOf(content: Buffer, name: string): string {
	const byName = byExtension[extensionOf(name)];
	if (byName) {
		return byName;
	}
	const start = content.subarray(0, 16).toString('hex');
	if (start.slice(8, 16) === '66747970') {
		return 'video/mp4';
	}
	if (start.startsWith('52494646')) {
		return start.endsWith('57454250') || content.subarray(8, 12).toString() === 'WEBP'
			? 'image/webp'
			: 'audio/wav';
	}
	return byFirstBytes.find(([bytes]) => start.startsWith(bytes))?.[1] ?? 'application/octet-stream';
}

/** The ending of a file name without its dot, in lower case; empty if there is none. */
export function extensionOf(name: string): string {
	const dot = name.lastIndexOf('.');
	return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/**
 * Whether files of this type may be uploaded: settings `FileUpload_MediaTypeBlackList` and `…WhiteList`, lists with
 * commas, `image/*` for all of a kind (`apps/meteor/app/utils/server/restrictions.ts`).
 */
export function isAcceptedMediaType(server: Server, type: string): boolean {
	const refused = listed(server, 'FileUpload_MediaTypeBlackList');
	const accepted = listed(server, 'FileUpload_MediaTypeWhiteList');
	return !matches(type, refused) && (accepted.length === 0 || matches(type, accepted));
}

function listed(server: Server, setting: string): string[] {
	return (server.settings.get<string | undefined>(setting) ?? '')
		.split(',')
		.map((type) => type.trim())
		.filter(Boolean);
}

function matches(type: string, list: readonly string[]): boolean {
	return list.some(
		(entry) => entry === type || (entry.endsWith('/*') && type.startsWith(entry.slice(0, -1))),
	);
}
