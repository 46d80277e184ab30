/** One piece of a sound: where the next one begins, and how long it lasts. */
interface Frame {
	/** Bytes */
	readonly length: number;
	readonly seconds: number;
}

/** Kilobits per second of MPEG 1 and of its slower versions, layer III. ISO/IEC 11172-3, 2.4.2.3; 13818-3, 2.4.2.3 */
const BIT_RATES = [
	[0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
	[0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
/** Samples per second of MPEG 1. */
const MP3_RATES = [44_100, 48_000, 32_000] as const;
/** What those are divided by, for the two bits of the version; undefined if it is reserved. */
const VERSIONS = [4, undefined, 2, 1] as const;

/** Samples per second of AAC. ISO/IEC 14496-3, 1.6.3.4 */
const AAC_RATES = [
	...[96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000],
	...[22_050, 16_000, 12_000, 11_025, 8_000, 7_350],
] as const;
const AAC_SAMPLES = 1_024;

/** Bytes of the head of a frame, as far as it is read. */
const HEAD = 7;

/** Most bytes behind the last frame: a tag, or a frame that was cut off. */
const MAX_REST = 2_000;

/** Frames that are read: three hours of sound. A file of many tiny ones would keep the app busy for seconds. */
const MAX_FRAMES = 500_000;

/**
 * Adds up how long a sound lasts, in the two formats in which clients of Rocket.Chat record: MP3, and AAC in ADTS.
 * @returns milliseconds; undefined if it is in another format, or too long to be read
 */
export function soundDuration(bytes: Uint8Array): number | undefined {
	let at = tagLength(bytes);
	let seconds = 0;
	for (let count = 0; count < MAX_FRAMES; count++) {
		const frame = frameAt(bytes, at);
		if (!frame) {
			break;
		}
		at += frame.length;
		seconds += frame.seconds;
	}
	return seconds > 0 && bytes.length - at <= MAX_REST ? Math.round(seconds * 1_000) : undefined;
}

/** The length of an ID3 tag in front of a sound, whose four bytes of length have seven bits each. ID3v2.3, 3.1 */
function tagLength(bytes: Uint8Array): number {
	const [i, d, three, , , , ...size] = bytes.subarray(0, 10);
	const isTag = i === 0x49 && d === 0x44 && three === 0x33;
	return isTag ? size.reduce((length, byte) => length * 128 + byte, 0) + 10 : 0;
}

function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
	const byte = (index: number) => bytes[at + index] ?? 0;
	if (at + HEAD > bytes.length || byte(0) !== 0xff) {
		return undefined;
	}
	return (byte(1) & 0xf6) === 0xf0
		? aacFrame(byte)
		: (byte(1) & 0xe6) === 0xe2
			? mp3Frame(byte)
			: undefined;
}

/** Gives the bytes of a head. */
type Head = (index: number) => number;

function aacFrame(byte: Head): Frame | undefined {
	const rate = AAC_RATES[(byte(2) >> 2) & 0xf];
	const length = ((byte(3) & 3) << 11) | (byte(4) << 3) | (byte(5) >> 5);
	return rate && length >= HEAD
		? { length, seconds: (AAC_SAMPLES * ((byte(6) & 3) + 1)) / rate }
		: undefined;
}

function mp3Frame(byte: Head): Frame | undefined {
	const divisor = VERSIONS[(byte(1) >> 3) & 3];
	const kilobits = BIT_RATES[divisor === 1 ? 0 : 1][byte(2) >> 4];
	const fastest = MP3_RATES[(byte(2) >> 2) & 3];
	if (!divisor || !kilobits || !fastest) {
		return undefined;
	}
	const rate = fastest / divisor;
	const samples = divisor === 1 ? 1_152 : 576;
	const length = Math.floor((samples * kilobits * 125) / rate) + ((byte(2) >> 1) & 1);
	return { length, seconds: samples / rate };
}
