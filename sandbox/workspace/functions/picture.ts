import { imageSize } from 'image-size';

/** What is stored about a picture. */
export interface Picture {
	/** As the library sharp names it, which Rocket.Chat uses: `jpeg`, `png`, … */
	format: string;
	/** Pixels. */
	size: { width: number; height: number };
}

/** The media types that Rocket.Chat looks into. */
const measuredTypes = /^image\/((x-windows-)?bmp|p?jpeg|png|gif|webp)$/;

/**
 * Reads a picture's format and size from its header (`apps/meteor/app/file-upload/server/lib/FileUpload.ts`,
 * `uploadsOnValidate`). Width and height change places if the picture has any orientation but the usual one, as there.
 * @returns `undefined` for other media types, and for content that is no picture
 */
export function identifyPicture(content: Buffer, mediaType: string): Picture | undefined {
	if (!measuredTypes.test(mediaType)) {
		return undefined;
	}
	try {
		const { width, height, type = '', orientation = 1 } = imageSize(content);
		const size = orientation === 1 ? { width, height } : { width: height, height: width };
		return { format: type === 'jpg' ? 'jpeg' : type, size };
	} catch {
		return undefined;
	}
}
