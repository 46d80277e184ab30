/** What a picture's header says. */
export interface ImageHeader {
	format: 'png' | 'jpeg' | 'gif' | 'webp';
	size: { width: number; height: number };
}

/** Reads format, width and height (pixels) out of a picture's first bytes, as Rocket.Chat has the library sharp do. */
export function imageHeader(content: Buffer): ImageHeader | undefined {
	return png(content) ?? gif(content) ?? jpeg(content) ?? webp(content);
}

function png(content: Buffer): ImageHeader | undefined {
	if (content.length < 24 || content.toString('latin1', 1, 4) !== 'PNG') {
		return undefined;
	}
	return { format: 'png', size: { width: content.readUInt32BE(16), height: content.readUInt32BE(20) } };
}

function gif(content: Buffer): ImageHeader | undefined {
	if (content.length < 10 || content.toString('latin1', 0, 3) !== 'GIF') {
		return undefined;
	}
	return { format: 'gif', size: { width: content.readUInt16LE(6), height: content.readUInt16LE(8) } };
}

function jpeg(content: Buffer): ImageHeader | undefined {
	if (content.length < 4 || content.readUInt16BE(0) !== 0xffd8) {
		return undefined;
	}
	let at = 2;
	while (at + 9 < content.length && content[at] === 0xff) {
		const marker = content[at + 1] ?? 0;
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) {
			return {
				format: 'jpeg',
				size: { width: content.readUInt16BE(at + 7), height: content.readUInt16BE(at + 5) },
			};
		}
		at += 2 + content.readUInt16BE(at + 2);
	}
	return undefined;
}

function webp(content: Buffer): ImageHeader | undefined {
	if (content.length < 30 || content.toString('latin1', 8, 12) !== 'WEBP') {
		return undefined;
	}
	switch (content.toString('latin1', 12, 16)) {
		case 'VP8X':
			return {
				format: 'webp',
				size: { width: content.readUIntLE(24, 3) + 1, height: content.readUIntLE(27, 3) + 1 },
			};
		case 'VP8 ':
			return {
				format: 'webp',
				size: { width: content.readUInt16LE(26) & 0x3fff, height: content.readUInt16LE(28) & 0x3fff },
			};
		case 'VP8L': {
			const bits = content.readUInt32LE(21);
			return {
				format: 'webp',
				size: { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 },
			};
		}
		default:
			return undefined;
	}
}
