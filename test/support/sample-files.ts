import { randomBytes } from 'node:crypto';
import type { SentFile } from '../../sandbox/clients/sent-file';

/** A file of a kind, and what Matrix clients are told about it. */
export interface SampleFile extends SentFile {
	readonly what: string;
	readonly msgtype: string;
	/** The MIME type; of a picture, the pixels; of a sound that says it, milliseconds. */
	readonly info: {
		readonly mimetype: string;
		readonly w?: number;
		readonly h?: number;
		readonly duration?: number;
	};
}

const from = (...parts: readonly (string | Buffer)[]) =>
	Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')));

const pngOf = (width: number, height: number) => {
	const size = Buffer.alloc(8);
	size.writeUInt32BE(width, 0);
	size.writeUInt32BE(height, 4);
	return from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', size, '\x08\x06\0\0\0', randomBytes(300));
};

/** Pieces of MP3, each of which lasts 36 ms: 144 bytes with 576 samples, 16,000 of them a second. */
const soundOf = (pieces: number) =>
	Array.from({ length: pieces }, () => from('\xff\xf3\x48\0', randomBytes(140)));

/** Kinds of files; their bytes differ from call to call, since a homeserver may store equal files once. */
export const sampleFiles = (): readonly SampleFile[] => [
	{
		what: 'an image',
		...{ name: 'Bild ä [1] (写真) & 😀 %20.png', type: 'image/png', bytes: pngOf(3, 2) },
		...{ msgtype: 'm.image', info: { mimetype: 'image/png', w: 3, h: 2 } },
	},
	{
		what: 'an animated image',
		...{ name: 'wave.gif', type: 'image/gif', bytes: from('GIF89a\x05\0\x04\0', randomBytes(300)) },
		...{ msgtype: 'm.image', info: { mimetype: 'image/gif', w: 5, h: 4 } },
	},
	{
		what: 'a video',
		...{ name: 'clip.mp4', type: 'video/mp4', bytes: from('\0\0\0\x18ftypisom', randomBytes(300_000)) },
		...{ msgtype: 'm.video', info: { mimetype: 'video/mp4' } },
	},
	{
		what: 'audio',
		...{ name: 'song.ogg', type: 'audio/ogg', bytes: from('OggS', randomBytes(300)) },
		...{ msgtype: 'm.audio', info: { mimetype: 'audio/ogg' } },
	},
	{
		what: 'a voice message',
		...{
			name: 'Audio-Aufzeichnung.mp3',
			type: 'audio/mpeg',
			bytes: from('ID3\x03\0\0\0\0\0\0', ...soundOf(20)),
		},
		...{ msgtype: 'm.audio', info: { mimetype: 'audio/mpeg', duration: 720 } },
	},
	{
		what: 'a PDF',
		...{ name: 'plan.pdf', type: 'application/pdf', bytes: from('%PDF-1.7', randomBytes(300)) },
		...{ msgtype: 'm.file', info: { mimetype: 'application/pdf' } },
	},
	{
		what: 'a text',
		...{
			name: 'notes.txt',
			type: 'text/plain',
			bytes: from('text\r\n', randomBytes(20).toString('hex')),
		},
		...{ msgtype: 'm.file', info: { mimetype: 'text/plain' } },
	},
	{
		what: 'an empty file',
		...{ name: 'empty.txt', type: 'text/plain', bytes: from() },
		...{ msgtype: 'm.file', info: { mimetype: 'text/plain' } },
	},
	{
		what: 'a file of an unknown type',
		...{ name: 'data.zzz', type: 'application/x-zzz', bytes: from('\0\x01\x02', randomBytes(300)) },
		...{ msgtype: 'm.file', info: { mimetype: 'application/x-zzz' } },
	},
	{
		what: 'HTML that is called an image',
		...{ name: 'page.png', type: 'image/png', bytes: from('<html><script>1</script>', randomBytes(30)) },
		...{ msgtype: 'm.file', info: { mimetype: 'application/octet-stream' } },
	},
	{
		what: 'an SVG with a script',
		...{
			name: 'drawing.svg',
			type: 'image/svg+xml',
			bytes: from(
				'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>',
			),
		},
		...{ msgtype: 'm.file', info: { mimetype: 'image/svg+xml' } },
	},
];

/** @param index of a kind in `sampleFiles` @throws RangeError if there is none */
export function sampleFile(index: number): SampleFile {
	const file = sampleFiles()[index];
	if (!file) {
		throw new RangeError(`there is no kind ${index}`);
	}
	return file;
}
