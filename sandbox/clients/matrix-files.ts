import { imageSize } from 'image-size';
import { MsgType } from 'matrix-js-sdk';
import type { MatrixPerson } from './matrix-client';
import type { MatrixContent } from './matrix-content';
import { downloadOf, type Download, type SentFile } from './sent-file';

/** The largest width and height of a picture in the timeline, in pixels. */
const THUMBNAIL = { width: 480, height: 360 };

const msgtypes = { image: MsgType.Image, video: MsgType.Video, audio: MsgType.Audio } as const;

/** The fields of a message with a file that its caption determines. */
const textFields = new Set(['body', 'format', 'formatted_body', 'm.mentions', 'm.relates_to']);

/** Uploads a file to the homeserver. @returns its `mxc:` address */
export async function uploadToHomeserver(
	person: MatrixPerson,
	{ name, type, bytes }: SentFile,
): Promise<string> {
	const uploaded = await person.client.uploadContent(new Blob([new Uint8Array(bytes)], { type }), {
		name,
		type,
	});
	return uploaded.content_uri;
}

/**
 * The content of a message with an uploaded file (client-server API, "m.image" and the following ones).
 * @param url its `mxc:` address
 * @param caption as `textContent` makes it; undefined: the file has none
 */
export function fileContent(
	{ name, type, bytes }: SentFile,
	url: string,
	caption: MatrixContent | undefined,
): MatrixContent {
	const kind = type.split('/')[0] ?? '';
	return {
		...(caption ?? { body: name, 'm.mentions': {} }),
		msgtype: Object.hasOwn(msgtypes, kind) ? msgtypes[kind as keyof typeof msgtypes] : MsgType.File,
		filename: name,
		url,
		info: { mimetype: type, size: bytes.length, ...(kind === 'image' && sizeOf(bytes)) },
	};
}

/**
 * The content of a message with another text, for an edit: what belongs to its file stays.
 * @param present content of the message
 */
export function captioned(present: Readonly<Record<string, unknown>>, text: MatrixContent): MatrixContent {
	if (typeof present.filename !== 'string' && present.url === undefined) {
		return text;
	}
	const fields = Object.entries(present).filter(([name]) => !textFields.has(name));
	return { ...text, filename: String(present.body), ...Object.fromEntries(fields) };
}

/**
 * Downloads media with the person's access token (client-server API, "Content repository"). Follows no redirect.
 * @param mxc its address; `?thumbnail` at its end asks for a small version
 * @throws Error if that is no address of media, or the homeserver refuses
 */
export async function downloadFromHomeserver(person: MatrixPerson, mxc: string): Promise<Download> {
	const [, server, id, small] = /^mxc:\/\/([a-z\d[][\w.:[\]-]*)\/([\w-]+)(\?thumbnail)?$/i.exec(mxc) ?? [];
	if (server === undefined || id === undefined) {
		throw new Error('that is no address of media');
	}
	const { client } = person;
	const what = small ? 'thumbnail' : 'download';
	const address = new URL(
		`/_matrix/client/v1/media/${what}/${encodeURIComponent(server)}/${id}`,
		client.getHomeserverUrl(),
	);
	if (small) {
		address.search = new URLSearchParams({
			width: String(THUMBNAIL.width),
			height: String(THUMBNAIL.height),
			method: 'scale',
		}).toString();
	}
	const headers = { authorization: `Bearer ${client.getAccessToken() ?? ''}` };
	return downloadOf(await fetch(address, { headers, redirect: 'error' }));
}

/** @returns width and height as `info` has them; nothing if the bytes are no picture */
function sizeOf(bytes: Buffer): { w?: number; h?: number } {
	try {
		const { width, height } = imageSize(bytes);
		return { w: width, h: height };
	} catch {
		return {};
	}
}
