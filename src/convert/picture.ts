import { BMP } from 'image-size/types/bmp';
import { GIF } from 'image-size/types/gif';
import { HEIF } from 'image-size/types/heif';
import { JPG } from 'image-size/types/jpg';
import { PNG } from 'image-size/types/png';
import { WEBP } from 'image-size/types/webp';

/** A picture that every client can show and that can run nothing. */
interface Picture {
	/** MIME type */
	readonly type: string;
	/** Pixels, as it is shown. */
	readonly width: number;
	readonly height: number;
}

const formats = [
	['image/png', PNG],
	['image/jpeg', JPG],
	['image/gif', GIF],
	['image/webp', WEBP],
	['image/bmp', BMP],
	['image/avif', HEIF],
] as const;

/** @returns whether pictures of this MIME type are shown in a room */
export function isShownPicture(type: string): boolean {
	return formats.some(([shown]) => shown === type);
}

/** JPEG pictures whose orientation is one of these lie on their side. Exif, tag 274 */
const SIDEWAYS = 5;

/** Bytes in which a picture has to say its size. A JPEG of 25 MB in segments of two bytes would keep the app busy for 8 s. */
const HEAD_BYTES = 1_000_000;

/**
 * Pixels of the largest picture. Rocket.Chat reads no larger ones either (sharp, `limitInputPixels`); a small file may say that it
 * has more, to fill the memory of whoever opens it.
 */
const MAX_PIXELS = 268_402_689;

/**
 * Finds out by its first bytes whether a file is a picture.
 * @returns undefined if it is none, or one that cannot be read or is too large to be shown
 */
export function pictureIn(bytes: Uint8Array): Picture | undefined {
	const picture = formatOf(bytes.subarray(0, HEAD_BYTES));
	const pixels = picture ? picture.width * picture.height : 0;
	return pixels > 0 && pixels <= MAX_PIXELS ? picture : undefined;
}

function formatOf(bytes: Uint8Array): Picture | undefined {
	try {
		const found = formats.find(([, { validate }]) => validate(bytes));
		if (!found || (found[1] === HEIF && !isAvif(bytes))) {
			return undefined;
		}
		const [type, format] = found;
		const { width, height, orientation = 1 } = format.calculate(bytes);
		const isSideways = orientation >= SIDEWAYS;
		return isSideways ? { type, width: height, height: width } : { type, width, height };
	} catch {
		return undefined;
	}
}

/** HEIC has the same frame, and few clients show it. ISO/IEC 23000-22, section 10 */
function isAvif(bytes: Uint8Array): boolean {
	return /^(avif|avis)$/.test(Buffer.from(bytes.subarray(8, 12)).toString('latin1'));
}
