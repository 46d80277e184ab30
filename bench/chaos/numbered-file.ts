import { createCipheriv } from 'node:crypto';
import type { SentFile } from '../../sandbox/clients/sent-file';
import { FILE_VERSION, numberedLine, tokensIn, type MessageKey, type Token } from './numbered-text';

/** All files have the same name: the app has to tell them apart by other means. */
const NAME = 'report.bin';
const TYPE = 'application/octet-stream';

/**
 * Makes a file that says which one it is and of which every byte can be checked.
 * @param line which line of the message it stands for; the text beside it is line 0
 * @param size in bytes, without the first line
 */
export function numberedFile(key: MessageKey, line: number, size: number): SentFile {
	const head = `${numberedLine(key, FILE_VERSION, line)} ${size}\n`;
	return { name: NAME, type: TYPE, bytes: Buffer.concat([Buffer.from(head), filling(head, size)]) };
}

/** @returns which numbered file it is; nothing if it is none, or if a byte of it is wrong, missing or too much */
export function tokensInFile(bytes: Buffer): Token[] {
	const head = bytes.subarray(0, bytes.indexOf('\n') + 1).toString('latin1');
	const size = Number(/ (\d+)\n$/.exec(head)?.[1]);
	const isWhole =
		bytes.length === head.length + size && bytes.subarray(head.length).equals(filling(head, size));
	return isWhole ? tokensIn(head) : [];
}

/** The numbered files of one side, each downloaded once. */
export class NumberedFiles {
	private readonly known = new Map<string, readonly Token[]>();

	/** @param download gets the file with an address; fails if it cannot be read */
	constructor(private readonly download: (address: string) => Promise<Buffer>) {}

	/** @returns what each file is, by its address; nothing for one that cannot be read at present */
	async tokensOf(addresses: readonly string[]): Promise<ReadonlyMap<string, readonly Token[]>> {
		for (const address of addresses.filter((each) => !this.known.has(each))) {
			const bytes = await this.download(address).catch(() => undefined);
			if (bytes) {
				this.known.set(address, tokensInFile(bytes));
			}
		}
		return this.known;
	}
}

/** Bytes that look random and that only this first line has. */
function filling(head: string, size: number): Buffer {
	const key = Buffer.alloc(16, head);
	return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}
