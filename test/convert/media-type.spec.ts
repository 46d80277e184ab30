import { expect } from 'chai';
import { isInlineType } from '../../src/convert/media-type';

describe('types that a browser may show in the page', () => {
	it('are pictures of pixels, sounds and films', () => {
		for (const type of ['image/png', 'IMAGE/JPEG', 'image/webp', 'audio/ogg', 'video/mp4']) {
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
