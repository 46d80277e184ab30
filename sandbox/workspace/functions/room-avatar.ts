import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomDocument, UserDocument } from '../database/documents';
import type { Server } from '../server';
import { collections, update } from './collections';
import { randomId } from './random-id';
import { saveSystemMessage } from './system-message';
import type { Avatar } from './user-avatar';

/** Such as `data:image/png;base64,…` (`apps/meteor/app/file/server/file.server.ts`, `dataURIParse`). */
const DATA_URI = /^data:([^;,]*);base64,(.*)$/s;

/**
 * Gives a room an avatar, or removes it (`apps/meteor/server/lib/rooms/setRoomAvatar.ts`): system message
 * `room_changed_avatar` with an empty text. Rocket.Chat writes it half a second later.
 * @param dataUri of the picture; empty to remove it
 */
export function setRoomAvatar(server: Server, room: RoomDocument, dataUri: string, user: UserDocument): void {
	const { rooms } = collections(server);
	if (dataUri === '') {
		rmSync(pathOf(server, room._id), { force: true });
		update(rooms, room._id, {}, ['avatarETag']);
	} else {
		const [, type = 'image/jpeg', content = ''] = DATA_URI.exec(dataUri) ?? [];
		writeFileSync(pathOf(server, room._id), JSON.stringify({ type, content }));
		update(rooms, room._id, { avatarETag: randomId() });
	}
	saveSystemMessage(server, 'room_changed_avatar', room._id, '', user);
}

/** @returns the room's own picture; undefined if it has none */
export function roomAvatarOf(server: Server, roomId: string): Avatar | undefined {
	const path = pathOf(server, roomId);
	if (!existsSync(path)) {
		return undefined;
	}
	const { type, content } = JSON.parse(readFileSync(path, 'utf8')) as { type: string; content: string };
	return { type, content: Buffer.from(content, 'base64') };
}

function pathOf(server: Server, roomId: string): string {
	const folder = join(server.directory, 'avatars');
	mkdirSync(folder, { recursive: true });
	return join(folder, `room-${roomId}`);
}
