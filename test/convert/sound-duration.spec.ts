import { expect } from 'chai';
import { soundDuration } from '../../src/convert/sound-duration';

const times = (count: number, frame: Buffer) => Buffer.concat(Array.from({ length: count }, () => frame));
const frame = (length: number, ...head: readonly number[]) =>
	Buffer.concat([Buffer.from(head), Buffer.alloc(length - head.length)]);

/** MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 1,152 samples in 417 bytes, or 418 with padding. */
const mp3 = frame(417, 0xff, 0xfb, 0x90, 0);
const padded = frame(418, 0xff, 0xfb, 0x92, 0);
/** MPEG 2, layer III, 32 kbit/s, 16 kHz: 576 samples in 144 bytes. */
const slow = frame(144, 0xff, 0xf3, 0x48, 0);
/** AAC, 16 kHz: 1,024 samples in 200 bytes. */
const aac = frame(200, 0xff, 0xf1, (1 << 6) | (8 << 2), 0x40, 200 >> 3, (200 & 7) << 5, 0);
const emptyTag = Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1');
const tag = Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\x01\x02', 'latin1'), Buffer.alloc(130)]);

describe('soundDuration', () => {
	const table: readonly [what: string, bytes: Uint8Array, milliseconds: number | undefined][] = [
		['MP3', times(100, mp3), 2_612],
		['MP3 with padding', Buffer.concat([mp3, padded, times(98, mp3)]), 2_612],
		['a recording of the browser client', Buffer.concat([emptyTag, times(100, slow)]), 3_600],
		[
			'MP3 with a tag in front and one behind',
			Buffer.concat([tag, times(100, mp3), Buffer.from('TAG'), Buffer.alloc(125)]),
			2_612,
		],
		['MP3 whose end is missing', times(100, mp3).subarray(0, -10), 2_612],
		['a recording of the mobile apps', times(100, aac), 6_400],
		['nothing', Buffer.alloc(0), undefined],
		['a tag alone', tag, undefined],
		[
			'more frames than it reads',
			times(510_000, frame(7, 0xff, 0xf1, 0x60, 0x40, 0, 0xe0, 0)),
			undefined,
		],
		['another format', Buffer.from('OggS and so on'), undefined],
		['a sound that goes on in another format', Buffer.concat([mp3, Buffer.alloc(5_000)]), undefined],
		['a reserved version', times(100, frame(417, 0xff, 0xeb, 0x90, 0)), undefined],
		['a bit rate that is not said', times(100, frame(417, 0xff, 0xfb, 0x00, 0)), undefined],
		['a reserved sampling rate', times(100, frame(417, 0xff, 0xfb, 0x9c, 0)), undefined],
		['an AAC frame without a length', times(100, frame(7, 0xff, 0xf1, 0x60, 0x40, 0, 0, 0)), undefined],
		[
			'an AAC frame of a reserved rate',
			times(100, frame(200, 0xff, 0xf1, 0x7c, 0x40, 25, 0, 0)),
			undefined,
		],
	];
	for (const [what, bytes, milliseconds] of table) {
		it(`${milliseconds === undefined ? 'does not know that of' : 'adds up that of'} ${what}`, () => {
			expect(soundDuration(bytes)).to.equal(milliseconds);
		});
	}
});
