import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomDocument, UserDocument } from '../database/documents';
import type { Server } from '../server';
import { collections, update } from './collections';
import { randomId } from './random-id';
import { saveSystemMessage } from './system-message';
import { readAvatar, writeAvatar, type StoredAvatar } from './user-avatar';

/** Such as `data:image/png;base64,…` (`apps/meteor/app/file/server/file.server.ts`, `dataURIParse`). */
const DATA_URI = /^data:([^;,]*);base64,(.*)$/s;

/** Milliseconds after which Rocket.Chat writes that a room has a new picture. */
const WRITTEN_AFTER_MS = 500;

/**
 * Gives a room an avatar, or removes it (`apps/meteor/server/lib/rooms/setRoomAvatar.ts`): system message
 * `room_changed_avatar` with an empty text. That and the `avatarETag` of a new picture come half a second later, as there.
 * @param dataUri of the picture; empty to remove it
 */
export function setRoomAvatar(server: Server, room: RoomDocument, dataUri: string, user: UserDocument): void {
	const { rooms } = collections(server);
	const tell = () => saveSystemMessage(server, 'room_changed_avatar', room._id, '', user);
	if (dataUri === '') {
		rmSync(pathOf(server, room._id), { force: true });
		tell();
		update(rooms, room._id, {}, ['avatarETag']);
		return;
	}
	const [, type = 'image/jpeg', content = ''] = DATA_URI.exec(dataUri) ?? [];
	writeAvatar(pathOf(server, room._id), { type, content: Buffer.from(content, 'base64') });
	setTimeout(() => {
		if (rooms.findById(room._id)) {
			update(rooms, room._id, { avatarETag: randomId() });
			tell();
		}
	}, WRITTEN_AFTER_MS).unref();
}

/** @returns the room's own picture; undefined if it has none */
export function roomAvatarOf(server: Server, roomId: string): StoredAvatar | undefined {
	return readAvatar(pathOf(server, roomId));
}

function pathOf(server: Server, roomId: string): string {
	const folder = join(server.directory, 'avatars');
	mkdirSync(folder, { recursive: true });
	return join(folder, `room-${roomId}`);
}
