import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SentFile } from '../../sandbox/clients/sent-file';
import type { FileBed } from './bed';

const run = promisify(execFile);

/** Copies a file by curl, as somebody does by hand: from one server into a file, from there to the other. @returns milliseconds */
async function copy(
	bed: FileBed,
	from: { readonly address: string; readonly header: string },
	to: (file: string) => readonly string[],
): Promise<number> {
	const file = path.join(bed.directory, 'copy.bin');
	const startedAt = performance.now();
	await curl('--header', from.header, '--output', file, from.address);
	await curl('--output', '/dev/null', ...to(file));
	return performance.now() - startedAt;
}

/** @param address of the file in the workspace, as a path @returns milliseconds */
export function copyToMatrix(bed: FileBed, address: string): Promise<number> {
	const { local, external } = bed.room;
	return copy(
		bed,
		{
			address: `${local.rest.url}${address}`,
			header: `cookie: rc_uid=${local.userId}; rc_token=${encodeURIComponent(local.authToken)}`,
		},
		(file) => [
			...['--header', `authorization: Bearer ${external.accessToken}`],
			...['--header', 'content-type: application/octet-stream'],
			...['--data-binary', `@${file}`, `${external.url}/_matrix/media/v3/upload`],
		],
	);
}

/** @param mxc address of the file at the homeserver @returns milliseconds */
export function copyToRocketChat(bed: FileBed, mxc: string, { type }: SentFile): Promise<number> {
	const { local, external, rocketChatId } = bed.room;
	return copy(
		bed,
		{
			address: `${external.url}/_matrix/client/v1/media/download/${mxc.slice('mxc://'.length)}`,
			header: `authorization: Bearer ${external.accessToken}`,
		},
		(file) => [
			...['--header', `x-user-id: ${local.userId}`, '--header', `x-auth-token: ${local.authToken}`],
			...['--form', `file=@${file};type=${type}`],
			`${local.rest.url}/api/v1/rooms.media/${rocketChatId}`,
		],
	);
}

/** @throws Error if the server refuses */
async function curl(...given: readonly string[]): Promise<void> {
	await run('curl', ['--silent', '--show-error', '--fail', ...given]);
}
