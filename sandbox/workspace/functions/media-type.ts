import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime-types';
import type { Server } from '../server';

/** Types that Rocket.Chat sets itself (`apps/meteor/app/utils/lib/mimeTypes.ts`). */
const ownTypes: Readonly<Record<string, string>> = { lst: 'text/plain', ico: 'image/x-icon' };

/**
 * The media type of an app's upload: by the extension of its name, else by its first bytes, else
 * `application/octet-stream` (`apps/meteor/ee/lib/misc/determineFileType.ts`).
 */
export async function mediaTypeOf(content: Buffer, name: string): Promise<string> {
	const byName = ownTypes[extensionOf(name)] ?? mime.lookup(name);
	return byName || ((await fileTypeFromBuffer(content))?.mime ?? 'application/octet-stream');
}

/** The extension of a file name without its dot, in lower case; empty if there is none. */
export function extensionOf(name: string): string {
	return extname(name).slice(1).toLowerCase();
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
