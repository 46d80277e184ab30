import { randomBytes } from 'node:crypto';
import type { SentFile } from '../../sandbox/clients/sent-file';
import { waitFor } from '../../sandbox/clients/waiting';
import { downloadFromWorkspace, uploadToWorkspace } from '../../sandbox/clients/workspace-files';
import { matrixFilesOf, workspaceFilesOf } from '../chaos/history';
import type { FileBed } from './bed';
import { copyToMatrix, copyToRocketChat } from './copy';
import { peakMemoryOf, resetPeakMemory } from './peak-memory';

/** Milliseconds in which a file has to arrive, or to be refused. */
const LIMIT = 300_000;
/** Milliseconds between two looks. */
const INTERVAL = 50;

/** One file that went from one side to the other. */
export interface Transfer {
	/** Milliseconds from the message at its own side until it is on the other one; undefined: it was refused. */
	readonly time: number | undefined;
	/** Milliseconds of a copy of the same file by curl. */
	readonly copy: number;
	/** The most bytes of memory of each process meanwhile. */
	readonly app: number;
	readonly workspace: number;
}

/** From the confirmed upload in Rocket.Chat until the event is there. @param bytes of the file */
export async function toMatrix(bed: FileBed, bytes: number): Promise<Transfer> {
	const { local, external, rocketChatId, matrixId } = bed.room;
	const file = newFile(bytes);
	const id = await uploadToWorkspace(local, rocketChatId, file);
	const copyTime = await copyToMatrix(bed, `/file-upload/${id}/${file.name}`);
	const transfer = await measured(bed, file, {
		send: () => local.rest.post(`/api/v1/rooms.mediaConfirm/${rocketChatId}/${id}`),
		look: async () => {
			const event = (await external.history(matrixId)).find(({ content }) =>
				JSON.stringify(content).includes(file.name),
			);
			return event && matrixFilesOf(event);
		},
		read: (mxc) => external.download(mxc),
	});
	return { ...transfer, copy: copyTime };
}

/** From the event until the message is in Rocket.Chat. @param bytes of the file */
export async function toRocketChat(bed: FileBed, bytes: number): Promise<Transfer> {
	const { local, external, rocketChatId, matrixId } = bed.room;
	const file = newFile(bytes);
	const content = await external.upload(file);
	const copyTime = await copyToRocketChat(bed, content.url, file);
	const transfer = await measured(bed, file, {
		send: () => external.sendUploaded(matrixId, file.name, content),
		look: async () => {
			const message = (await local.history(rocketChatId)).find(({ raw }) =>
				JSON.stringify(raw).includes(file.name),
			);
			return message && workspaceFilesOf(message);
		},
		read: async (path) => (await downloadFromWorkspace(local, path)).bytes,
	});
	return { ...transfer, copy: copyTime };
}

/**
 * Sends a file and waits until the other side names it.
 * @param look finds the addresses of the file on the other side; empty if a line says that it was refused; undefined if nothing is there
 * @throws Error if the bytes are not the same
 */
async function measured(
	bed: FileBed,
	file: SentFile,
	{
		send,
		look,
		read,
	}: {
		readonly send: () => Promise<unknown>;
		readonly look: () => Promise<readonly string[] | undefined>;
		readonly read: (address: string) => Promise<Buffer>;
	},
): Promise<Omit<Transfer, 'copy'>> {
	const processes = await bed.processes();
	await Promise.all(Object.values(processes).map(resetPeakMemory));
	const startedAt = performance.now();
	await send();
	const [address] = await waitFor({ what: file.name, timeout: LIMIT, interval: INTERVAL, look });
	const time = performance.now() - startedAt;
	const [app, workspace] = await Promise.all(Object.values(processes).map(peakMemoryOf));
	if (address !== undefined && !(await read(address)).equals(file.bytes)) {
		throw new Error(`${file.name} arrived with other bytes`);
	}
	return { time: address === undefined ? undefined : time, app: app ?? 0, workspace: workspace ?? 0 };
}

function newFile(bytes: number): SentFile {
	const name = `${randomBytes(8).toString('hex')}.bin`;
	return { name, type: 'application/octet-stream', bytes: randomBytes(bytes) };
}
