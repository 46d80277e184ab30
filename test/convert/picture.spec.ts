import { expect } from 'chai';
import { isShownPicture, pictureIn } from '../../src/convert/picture';

const bytes = (...parts: (string | number[])[]) =>
	new Uint8Array(
		Buffer.concat(
			parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
		),
	);
const pngOf = (...size: number[]) => bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', size);
const png = pngOf(0, 0, 0, 3, 0, 0, 0, 4);
/** @param segments of four bytes before the one with the size */
const jpegOf = (segments: number) =>
	bytes(
		[0xff, 0xd8],
		'\xff\xe0\0\x02'.repeat(segments),
		[0xff, 0xc0, 0, 17, 8, 0, 5, 0, 7, 3],
		'and so on, to the end',
	);

describe('a picture', () => {
	it('is known by its first bytes, with its size', () => {
		expect(pictureIn(png)).to.deep.equal({ type: 'image/png', width: 3, height: 4 });
		const gif = bytes('GIF89a', [5, 0, 6, 0]);
		expect(pictureIn(gif)).to.deep.equal({ type: 'image/gif', width: 5, height: 6 });
		expect(pictureIn(jpegOf(100))).to.deep.equal({ type: 'image/jpeg', width: 7, height: 5 });
	});

	const none: readonly [what: string, content: Uint8Array][] = [
		['an empty file', bytes()],
		['HTML', bytes('<html><img></html>')],
		['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')],
		['a picture that is cut off', png.slice(0, 14)],
		['a PNG without a header', bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 0], 'IEND')],
		['a small file that has more pixels than memory', pngOf(0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60)],
		['a picture without height', pngOf(0, 0, 0, 3, 0, 0, 0, 0)],
		['a JPEG with its size behind a million bytes', jpegOf(250_000)],
		['HEIC', bytes([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0])],
	];
	for (const [what, content] of none) {
		it(`is not ${what}`, () => expect(pictureIn(content)).to.equal(undefined));
	}

	it('is shown in the room if it can run nothing', () => {
		expect(['image/png', 'image/webp', 'image/svg+xml', 'image/heic'].map(isShownPicture)).to.deep.equal([
			...[true, true],
			...[false, false],
		]);
	});
});
