import type { Upload } from '../../src/rocketchat/uploads';
import type { Answers } from './fake-bridge';

/** A picture of one by two pixels: its first bytes say so, and it has no more. PNG specification, section 5 */
export const picture = new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d494844520000000100000002', 'hex'));

export const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

/** A file of the workspace. */
export const stored = (name: string, type: string, bytes = bytesOf('bytes')): Upload => ({
	...{ name, type, size: bytes.byteLength },
	fetch: async () => undefined,
	read: async () => bytes,
});

/** The workspace's files, for `fakeBridge`, by their ids. */
export const uploadsOf = (files: Readonly<Record<string, Upload>>): Answers => ({
	'uploads.byId': (id: string) => files[id],
});

/** The fields of a message with files. */
export const withFiles = (...names: readonly string[]) => ({
	files: names.map((name) => ({ _id: `id of ${name}`, name, type: 'text/plain' })),
});
