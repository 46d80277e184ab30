import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { randomId } from './random-id';

/** A picture with its media type. */
export interface Avatar {
	content: Buffer;
	type: string;
}

/** A picture that somebody has set. */
export interface StoredAvatar extends Avatar {
	uploadedAt: Date;
}

/**
 * Gives a user an avatar (`apps/meteor/app/lib/server/functions/setUserAvatar.ts`). Raises no event; clients
 * are told by `updateAvatar`.
 * @throws {MeteorError} `error-avatar-invalid-url` if it is no picture
 */
export function setAvatar(
	server: Server,
	user: UserDocument,
	{ content, type }: Avatar,
	origin: string,
): void {
	if (!type.startsWith('image/')) {
		throw new MeteorError('error-avatar-invalid-url', `Invalid avatar URL: ${origin}`, {
			function: 'setUserAvatar',
			url: origin,
		});
	}
	writeAvatar(pathOf(server, user._id), { type, content });
	const etag = randomId();
	update(collections(server).users, user._id, { avatarOrigin: origin, avatarETag: etag });
	server.streams.emit('notify-logged', 'updateAvatar', [{ username: user.username, etag }]);
}

/**
 * Fetches a picture and makes it a user's avatar.
 * @throws {MeteorError} `error-avatar-invalid-url`
 */
export async function setAvatarFromUrl(server: Server, user: UserDocument, url: string): Promise<void> {
	const response = await fetch(url, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
	if (!response?.ok) {
		throw new MeteorError('error-avatar-invalid-url', `Invalid avatar URL: ${url}`, {
			function: 'setUserAvatar',
			url,
		});
	}
	const type = response.headers.get('content-type') ?? '';
	setAvatar(server, user, { content: Buffer.from(await response.arrayBuffer()), type }, 'url');
}

/** Removes the avatar. */
export function resetAvatar(server: Server, user: UserDocument): void {
	rmSync(pathOf(server, user._id), { force: true });
	update(collections(server).users, user._id, {}, ['avatarOrigin', 'avatarETag']);
	server.streams.emit('notify-logged', 'updateAvatar', [{ username: user.username }]);
}

/** @returns the picture that a user has set; undefined if there is none */
export function avatarOf(server: Server, username: string): StoredAvatar | undefined {
	const user = collections(server).users.findOne({ username });
	return user && readAvatar(pathOf(server, user._id));
}

/** @returns as in Rocket.Chat an SVG with the first letter on a coloured background */
export function initialsOf(name: string): Avatar {
	const letter = (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?').toUpperCase();
	const hue = Buffer.from(name).reduce((sum, byte) => sum + byte, 0) % 360;
	const svg =
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="100%" height="100%" fill="hsl(${hue},50%,45%)"/>` +
		`<text x="50%" y="50%" dy="0.36em" text-anchor="middle" font-size="125" fill="#fff" font-family="sans-serif">${letter}</text></svg>`;
	return { type: 'image/svg+xml', content: Buffer.from(svg) };
}

/** Stores a picture with the present time. */
export function writeAvatar(path: string, { type, content }: Avatar): void {
	const stored = { type, content: content.toString('base64'), uploadedAt: new Date() };
	writeFileSync(path, JSON.stringify(stored));
}

/** @returns the picture; undefined if there is none */
export function readAvatar(path: string): StoredAvatar | undefined {
	if (!existsSync(path)) {
		return undefined;
	}
	const { type, content, uploadedAt } = JSON.parse(readFileSync(path, 'utf8')) as Record<
		'type' | 'content' | 'uploadedAt',
		string
	>;
	return { type, content: Buffer.from(content, 'base64'), uploadedAt: new Date(uploadedAt) };
}

function pathOf(server: Server, userId: string): string {
	const folder = join(server.directory, 'avatars');
	mkdirSync(folder, { recursive: true });
	return join(folder, userId);
}
