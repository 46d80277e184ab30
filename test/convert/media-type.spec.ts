import { expect } from 'chai';
import { isInlineType } from '../../src/convert/media-type';

describe('types that a browser may show in the page', () => {
	it('are pictures of pixels, sounds and films', () => {
		const types = [
			...[
				'image/png',
				'IMAGE/JPEG',
				'image/webp',
				'image/gif',
				'image/apng',
				'image/avif',
				'image/bmp',
			],
			...['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/flac', 'audio/webm'],
			...['audio/wav', 'audio/x-wav', 'video/mp4', 'video/webm', 'video/ogg', 'video/quicktime'],
		];
		for (const type of types) {
			expect(isInlineType(type), type).to.equal(true);
		}
	});

	it('are not those that can have scripts, or that are unknown', () => {
		const others = ['image/svg+xml', 'text/html', 'application/xhtml+xml', 'application/pdf', 'text/xml'];
		for (const type of [...others, 'image/x-unknown', 'application/octet-stream', '']) {
			expect(isInlineType(type), type).to.equal(false);
		}
	});
});
