import { expect } from 'chai';
import { byteRangeOf, type ByteRange } from '../../src/convert/byte-range';

const cases: readonly [header: string | undefined, size: number, range: ByteRange | 'all' | 'none'][] = [
	[undefined, 10, 'all'],
	['', 10, 'all'],
	['bytes=0-', 10, { start: 0, end: 10 }],
	['bytes=0-0', 10, { start: 0, end: 1 }],
	['bytes=3-5', 10, { start: 3, end: 6 }],
	[' bytes=3-5 ', 10, { start: 3, end: 6 }],
	['bytes=3-500', 10, { start: 3, end: 10 }],
	['bytes=-4', 10, { start: 6, end: 10 }],
	['bytes=-400', 10, { start: 0, end: 10 }],
	['bytes=-0', 10, 'none'],
	['bytes=10-', 10, 'none'],
	['bytes=0-', 0, 'none'],
	['bytes=5-3', 10, 'all'],
	['bytes=-', 10, 'all'],
	['bytes=0-1,4-5', 10, 'all'],
	['lines=0-1', 10, 'all'],
	['bytes=0-1; x', 10, 'all'],
	[`bytes=${'9'.repeat(400)}-`, 10, 'all'],
];

describe('part of a file that is asked for', () => {
	for (const [header, size, range] of cases) {
		it(`is ${JSON.stringify(range)} for ${String(header).slice(0, 30)} of ${size} bytes`, () => {
			expect(byteRangeOf(header, size)).to.deep.equal(range);
		});
	}
});
