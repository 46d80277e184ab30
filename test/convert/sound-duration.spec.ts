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
		[
			'MP3 with as much behind it as may be',
			Buffer.concat([times(100, mp3), Buffer.alloc(2_000)]),
			2_612,
		],
		['MP3 with more behind it', Buffer.concat([times(100, mp3), Buffer.alloc(2_001)]), undefined],
		['MP3 in another layer', times(100, frame(417, 0xff, 0xfd, 0x90, 0)), undefined],
		['nothing', Buffer.alloc(0), undefined],
		['a tag alone', tag, undefined],
		[
			'more frames than it reads',
			times(510_000, frame(7, 0xff, 0xf1, 0x60, 0x40, 0, 0xe0, 0)),
			undefined,
		],
		['another format', Buffer.from('OggS and so on'), undefined],
		['a tag that is cut off', emptyTag.subarray(0, 5), undefined],
		[
			'what only begins like a tag',
			Buffer.concat([Buffer.from('IDX\x03\0\0\0\0\0\0', 'latin1'), times(100, mp3)]),
			undefined,
		],
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

	const aacRates = [
		96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
	];
	for (const [index, rate] of aacRates.entries()) {
		it(`knows frames of AAC with ${rate} samples per second, of any length`, () => {
			for (const [length, count] of [
				[7, 50_000],
				[371, 10],
				[2_501, 10],
				[8_191, 10],
			] as const) {
				const head = [
					0xff,
					0xf9,
					index << 2,
					0x40 | (length >> 11),
					(length >> 3) & 0xff,
					(length & 7) << 5,
					1,
				];
				// Two blocks of samples in each frame.
				expect(soundDuration(times(count, frame(length, ...head)))).to.equal(
					Math.round((count * 2_048_000) / rate),
				);
			}
		});
	}

	const fast = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
	const half = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
	const versions: readonly [
		what: string,
		bits: number,
		kilobits: readonly number[],
		samples: number,
		rates: readonly number[],
	][] = [
		['1', 0xfb, fast, 1_152, [44_100, 48_000, 32_000]],
		['2', 0xf3, half, 576, [22_050, 24_000, 16_000]],
		['2.5', 0xe3, half, 576, [11_025, 12_000, 8_000]],
	];
	for (const [what, bits, kilobits, samples, rates] of versions) {
		it(`knows frames of MP3 in version ${what} of MPEG, with each bit rate and sampling rate`, () => {
			for (const [rateIndex, rate] of rates.entries()) {
				for (const [index, kilo] of kilobits.entries()) {
					const length = Math.floor(((samples / 8) * kilo * 1_000) / rate);
					const sound = times(
						40,
						frame(length, 0xff, bits, ((index + 1) << 4) | (rateIndex << 2), 0),
					);
					expect(soundDuration(sound), `${kilo} kbit/s`).to.equal(
						Math.round((40_000 * samples) / rate),
					);
				}
			}
		});
	}
});
