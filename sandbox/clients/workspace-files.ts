import { downloadOf, type Download, type SentFile } from './sent-file';
import type { WorkspacePerson } from './workspace-client';
import { workspaceMessageOf, type WorkspaceMessage } from './workspace-message';

/** Below which paths a workspace has the files of messages, the pictures of people, rooms and emoji, and those of apps. */
const filePaths = ['/file-upload/', '/avatar/', '/emoji-custom/', '/api/apps/public/'];

/**
 * Sends a file as the web client does: `rooms.media`, then `rooms.mediaConfirm`
 * (Rocket.Chat: apps/meteor/client/lib/chats/uploads.ts).
 * @param message further fields of the message: its text `msg`, and `tmid` in a thread
 */
export async function sendWorkspaceFile(
	person: WorkspacePerson,
	rid: string,
	{ name, type, bytes }: SentFile,
	message: { readonly msg?: string; readonly tmid?: string } = {},
): Promise<WorkspaceMessage> {
	const form = new FormData();
	form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
	const { file } = await person.rest.post<{ file: { _id: string } }>(`/api/v1/rooms.media/${rid}`, form);
	const confirmed = await person.rest.post<{ message: unknown }>(
		`/api/v1/rooms.mediaConfirm/${rid}/${file._id}`,
		message,
	);
	return workspaceMessageOf(confirmed.message);
}

/**
 * Downloads a file of the workspace with the person's login. Follows no redirect.
 * @param where its path, for example `/file-upload/abc/name.png`
 * @throws Error if the path is not that of a file, or the workspace refuses
 */
export async function downloadFromWorkspace(person: WorkspacePerson, where: string): Promise<Download> {
	const { origin, pathname, search } = new URL(where, person.rest.url);
	const isFile = filePaths.some((start) => pathname.startsWith(start));
	if (origin !== new URL(person.rest.url).origin || !isFile) {
		throw new Error('that is no file of the workspace');
	}
	return downloadOf(await person.rest.fetch(pathname + search, { redirect: 'error' }));
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
