import { raw, Router, type Request, type Response } from 'express';
import { typeOfName, type Download, type SentFile } from '../clients/sent-file';
import { handledAs } from './handled-as';
import type { Relation, Side } from './side';

/** The largest file that the page takes, in bytes. Both servers have limits of their own. */
const LIMIT = 200 * 1024 * 1024;

/** The media types that a browser shows in place, and that run nothing. SVG and HTML can run scripts. */
const shownTypes = new Set([
	...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp', 'image/apng'],
	...['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime'],
	...['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/ogg', 'audio/webm', 'audio/wav', 'audio/x-wav'],
	...['audio/flac', 'audio/x-flac', 'audio/wave', 'audio/x-m4a', 'audio/opus'],
]);

/**
 * `/api/:side/:person/media/:source` serves the files of both systems, with the token of the person, and
 * `/api/:side/:person/rooms/:room/files` takes a file to send, `/api/:side/:person/avatar` a picture of the person: the
 * bytes are the body, the rest is in the query.
 */
export function mediaRoutes(sides: Readonly<Record<string, Side>>): Router {
	const router = Router();
	const root = '/api/:side/:person';
	router.get(
		`${root}/media/:source`,
		handledAs(sides, async (person, request, response) =>
			answerWith(await person.download(request.params.source ?? ''), request, response),
		),
	);
	router.post(
		`${root}/rooms/:room/files`,
		...fileBody,
		handledAs(sides, async (person, request, response) => {
			const { caption, kind, message } = request.query;
			await person.sendFile(
				request.params.room ?? '',
				fileIn(request),
				typeof caption === 'string' ? caption.trim() : '',
				relationOf(kind, message),
			);
			response.json({});
		}),
	);
	router.post(
		`${root}/avatar`,
		...fileBody,
		handledAs(sides, async (person, request, response) => {
			await person.setAvatar(fileIn(request));
			response.json({});
		}),
	);
	return router;
}

/** Only this type: a page of another site cannot send it without asking this server first, which never allows it. */
const fileBody = [raw({ type: 'application/octet-stream', limit: LIMIT })];

/** @throws Error if the request has no file */
function fileIn({ query: { name, type }, body }: Request): SentFile {
	if (!Buffer.isBuffer(body)) {
		throw new Error('the file is missing');
	}
	if (typeof name !== 'string' || name.trim() === '') {
		throw new Error('name is missing');
	}
	return { name, type: typeof type === 'string' && type !== '' ? type : typeOfName(name), bytes: body };
}

function relationOf(kind: unknown, messageId: unknown): Relation | undefined {
	return (kind === 'reply' || kind === 'thread') && typeof messageId === 'string'
		? { kind, messageId }
		: undefined;
}

/** Serves a file: in place if that is safe, else as a download that no browser interprets. Takes ranges, for players. */
function answerWith({ bytes, type }: Download, request: Request, response: Response): void {
	const plainType = type.split(';')[0]?.trim().toLowerCase() ?? '';
	const isShown = shownTypes.has(plainType);
	response.set({
		'content-type': isShown ? plainType : 'application/octet-stream',
		'content-disposition': isShown ? 'inline' : 'attachment',
		'content-security-policy': "default-src 'none'; media-src 'self'; sandbox",
		'cross-origin-resource-policy': 'same-origin',
		'cache-control': 'private, max-age=3600',
		'accept-ranges': 'bytes',
	});
	const ranges = request.range(bytes.length);
	if (ranges === -1) {
		response.status(416).set('content-range', `bytes */${bytes.length}`).end();
		return;
	}
	const range = Array.isArray(ranges) && ranges.length === 1 ? ranges[0] : undefined;
	if (!range) {
		response.end(bytes);
		return;
	}
	const { start, end } = range;
	response.status(206).set('content-range', `bytes ${start}-${end}/${bytes.length}`);
	response.end(bytes.subarray(start, end + 1));
}
