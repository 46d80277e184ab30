/** A red PNG picture of 2 x 2 pixels. */
export const png = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGO4oGkPRAwQCgAkcgThn0xd+gAAAABJRU5ErkJggg==',
	'base64',
);

/** An SVG picture whose script would run if a browser showed it as a document. */
export const svg = Buffer.from(
	'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>window.ran = true</script></svg>',
);

/** A second of silence as WAV: 8,000 samples of 8 bits. */
export function wav(): Buffer {
	const samples = Buffer.alloc(8_000, 128);
	const header = Buffer.alloc(44);
	header.write('RIFF', 0, 'latin1');
	header.writeUInt32LE(36 + samples.length, 4);
	header.write('WAVEfmt ', 8, 'latin1');
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(8_000, 24);
	header.writeUInt32LE(8_000, 28);
	header.writeUInt16LE(1, 32);
	header.writeUInt16LE(8, 34);
	header.write('data', 36, 'latin1');
	header.writeUInt32LE(samples.length, 40);
	return Buffer.concat([header, samples]);
}
