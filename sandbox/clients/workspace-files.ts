import { downloadOf, type Download, type SentFile } from './sent-file';
import type { WorkspacePerson } from './workspace-client';
import { workspaceMessageOf, type WorkspaceMessage } from './workspace-message';

/** Below which paths a workspace has the files of messages, and the pictures of people, rooms and emoji. */
const ownPaths = ['/file-upload/', '/avatar/', '/emoji-custom/'];
/** Where the endpoints of apps are. */
const APPS = '/api/apps/public/';

/**
 * Sends a file as the web client does: `rooms.media`, then `rooms.mediaConfirm`
 * (Rocket.Chat: apps/meteor/client/lib/chats/uploads.ts).
 * @param message further fields of the message: its text `msg`, and `tmid` in a thread
 */
export async function sendWorkspaceFile(
	person: Pick<WorkspacePerson, 'rest'>,
	rid: string,
	file: SentFile,
	message: { readonly msg?: string; readonly tmid?: string } = {},
): Promise<WorkspaceMessage> {
	const fileId = await uploadToWorkspace(person, rid, file);
	const confirmed = await person.rest.post<{ message: unknown }>(
		`/api/v1/rooms.mediaConfirm/${rid}/${fileId}`,
		message,
	);
	return workspaceMessageOf(confirmed.message);
}

/** `rooms.media`: uploads a file into a room, and posts no message of it. @returns its id */
export async function uploadToWorkspace(
	person: Pick<WorkspacePerson, 'rest'>,
	rid: string,
	{ name, type, bytes }: SentFile,
): Promise<string> {
	const form = new FormData();
	form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
	const { file } = await person.rest.post<{ file: { _id: string } }>(`/api/v1/rooms.media/${rid}`, form);
	return file._id;
}

/**
 * Downloads a file of the workspace with the person's login, as cookies: avatars take no headers. An app's endpoint gets no
 * login. Follows no redirect.
 * @param where its path, for example `/file-upload/abc/name.png`
 * @throws Error if the path is not that of a file, or the workspace refuses
 */
export async function downloadFromWorkspace(
	person: Pick<WorkspacePerson, 'rest' | 'userId' | 'authToken'>,
	where: string,
): Promise<Download> {
	const { url } = person.rest;
	const address = new URL(where, url);
	const isApps = address.pathname.startsWith(APPS);
	const isOwn = ownPaths.some((start) => address.pathname.startsWith(start));
	if (address.origin !== new URL(url).origin || !(isApps || isOwn)) {
		throw new Error('that is no file of the workspace');
	}
	const cookie = `rc_uid=${person.userId}; rc_token=${encodeURIComponent(person.authToken)}`;
	return downloadOf(await fetch(address, { redirect: 'error', headers: isApps ? {} : { cookie } }));
}

/** `users.setAvatar`: gives the person this picture. */
export async function setWorkspaceAvatar(
	person: WorkspacePerson,
	{ name, type, bytes }: SentFile,
): Promise<void> {
	const form = new FormData();
	form.append('image', new Blob([new Uint8Array(bytes)], { type }), name);
	await person.rest.post('/api/v1/users.setAvatar', form);
}
