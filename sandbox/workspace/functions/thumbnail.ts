import { deflateSync } from 'node:zlib';
import { imageSize } from 'image-size';
import type { UploadDocument } from '../database/documents';

/** Pixels: the settings `Message_Attachments_Thumbnails_Width` and `…_Height`, whose defaults these are. */
const frame = { width: 480, height: 360 };

/** A smaller version of a picture. */
interface Thumbnail {
	content: Buffer;
	type: string;
	/** Pixels. */
	size: { width: number; height: number };
}

/**
 * Makes the thumbnail of a picture (`apps/meteor/app/file-upload/server/lib/FileUpload.ts`, `createImageThumbnail`). A
 * picture whose stored size is smaller than the frame gets none; one without a stored size, such as SVG, always gets
 * one, and that of an SVG is a PNG. The sandbox has no library that draws pictures: the content is the picture itself,
 * and an empty PNG for an SVG.
 * @param upload - the stored picture
 * @param content - its bytes
 * @returns undefined if it gets none, or if the content is no picture
 */
export function thumbnailOf(upload: UploadDocument, content: Buffer): Thumbnail | undefined {
	const stored = upload.identify?.size;
	if (stored && stored.height < frame.height && stored.width < frame.width) {
		return undefined;
	}
	const size = fitted(stored ?? sizeIn(content));
	if (!size) {
		return undefined;
	}
	return upload.type === 'image/svg+xml'
		? { content: emptyPng(size), type: 'image/png', size }
		: { content, type: upload.type, size };
}

function sizeIn(content: Buffer): { width: number; height: number } | undefined {
	try {
		return imageSize(content);
	} catch {
		return undefined;
	}
}

/** The size that fits into the frame with the same proportions. A smaller picture is enlarged. */
function fitted(
	size: { width: number; height: number } | undefined,
): { width: number; height: number } | undefined {
	if (!size?.width || !size.height) {
		return undefined;
	}
	const scale = Math.min(frame.width / size.width, frame.height / size.height);
	return { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
}

/** A transparent picture (PNG specification, sections 5 and 11). */
function emptyPng({ width, height }: { width: number; height: number }): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// 8 bits a sample, grey with alpha.
	header.set([8, 4], 8);
	// Each row begins with the number of its filter.
	const rows = Buffer.alloc(height * (1 + width * 2));
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(checksum(named));
	return Buffer.concat([length, named, check]);
}

/** CRC-32 of a PNG chunk (PNG specification, annex D). */
function checksum(bytes: Buffer): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit += 1) {
			crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
		}
	}
	return (crc ^ 0xffffffff) >>> 0;
}
