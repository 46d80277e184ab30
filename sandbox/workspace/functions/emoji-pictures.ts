import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from '../server';
import { initialsOf, readAvatar, writeAvatar, type Avatar, type StoredAvatar } from './user-avatar';

/** What Rocket.Chat shows for an emoji that is gone. */
export const questionMark: Avatar = initialsOf('?');

/** Stores the picture of a custom emoji as it is. Rocket.Chat makes 512 × 512 pixels at most of all but GIF, and PNG of SVG. */
export function saveEmojiPicture(server: Server, emojiId: string, picture: Avatar): void {
	writeAvatar(pathOf(server, emojiId), picture);
}

/** @returns undefined if there is none */
export function emojiPicture(server: Server, emojiId: string): StoredAvatar | undefined {
	return readAvatar(pathOf(server, emojiId));
}

function pathOf(server: Server, emojiId: string): string {
	const folder = join(server.directory, 'emoji');
	mkdirSync(folder, { recursive: true });
	return join(folder, emojiId);
}
