import { expect } from 'chai';
import { mediaDuration } from '../../src/convert/media-duration';

const times = (count: number, frame: Buffer) => Buffer.concat(Array.from({ length: count }, () => frame));
const frame = (length: number, ...head: readonly number[]) =>
	Buffer.concat([Buffer.from(head), Buffer.alloc(length - head.length)]);

/** MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 1,152 samples in 417 bytes. */
const mp3 = times(100, frame(417, 0xff, 0xfb, 0x90, 0));
/** What the browser client records: an empty tag, and MPEG 2, layer III, 32 kbit/s, 16 kHz: 576 samples in 144 bytes. */
const recordedInBrowser = Buffer.concat([
	Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'),
	times(100, frame(144, 0xff, 0xf3, 0x48, 0)),
]);
/** What the mobile apps record: AAC, 16 kHz, 1,024 samples in 200 bytes. */
const recordedOnPhone = times(
	100,
	frame(200, 0xff, 0xf1, (1 << 6) | (8 << 2), 0x40, 200 >> 3, (200 & 7) << 5, 0),
);
/** One second of silence: 8 kHz, one channel, one byte for each sample. */
const wave = Buffer.concat([
	Buffer.from(
		'RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0',
		'latin1',
	),
	Buffer.from('data\x40\x1f\0\0', 'latin1'),
	Buffer.alloc(8_000),
]);

/** An element of Matroska with fewer than 127 bytes. */
const element = (id: string, content: Buffer) =>
	Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([0x80 | content.length]), content]);
const duration = Buffer.alloc(8);
duration.writeDoubleBE(2_500);
/** A film of 2.5 s without a picture: its header counts in milliseconds. */
const film = Buffer.concat([
	element('1a45dfa3', element('4282', Buffer.from('webm'))),
	element(
		'18538067',
		element(
			'1549a966',
			Buffer.concat([element('2ad7b1', Buffer.from('0f4240', 'hex')), element('4489', duration)]),
		),
	),
]);

describe('mediaDuration', () => {
	const table: readonly [
		what: string,
		bytes: Uint8Array,
		name: string,
		milliseconds: number | undefined,
	][] = [
		['reads that of MP3', mp3, 'sound.mp3', 2_612],
		['reads that of a recording of the browser client', recordedInBrowser, 'sound.mp3', 3_600],
		['reads that of a recording of the mobile apps', recordedOnPhone, 'sound.aac', 6_400],
		['reads that of a sound with the name of another format', recordedOnPhone, 'sound.mp3', 6_400],
		['reads that of a wave', wave, 'sound.wav', 1_000],
		['reads that of a film', film, 'film.mkv', 2_500],
		['does not know that of a film that is cut off', film.subarray(0, 20), 'film.mkv', undefined],
		['does not know that of nothing', Buffer.alloc(0), 'sound.mp3', undefined],
		['does not know that of noise', Buffer.alloc(50_000, 7), 'sound.mp3', undefined],
		['does not know that of an unknown format', Buffer.alloc(50_000, 7), 'sound.xyz', undefined],
		['does not look for one in more than 10 MB', times(260, mp3), 'sound.mp3', undefined],
	];
	for (const [what, bytes, name, milliseconds] of table) {
		it(what, async () => {
			const type = name === 'film.mkv' ? 'video/x-matroska' : 'audio/mpeg';
			expect(await mediaDuration(bytes, { type, name })).to.equal(milliseconds);
		});
	}

	it('does not look for one in a file of another kind', async () => {
		const type = 'application/octet-stream';
		expect(await mediaDuration(mp3, { type, name: 'sound.mp3' })).to.equal(undefined);
	});
});
