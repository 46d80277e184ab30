import { expect } from 'chai';
import { wellFormed, wellFormedJson } from '../../src/convert/well-formed';

describe('wellFormed', () => {
	it('replaces a lone surrogate and keeps a pair', () => {
		expect(wellFormed('a\ud83d b\udc00 😀')).to.equal('a\ufffd b\ufffd 😀');
	});
});

describe('wellFormedJson', () => {
	it('replaces lone surrogates in every text, and leaves what looks like their escape', () => {
		const value = { body: 'a\ud83d', list: [{ b: '\udfff', n: 1, u: null }], path: '\\ud800' };
		expect(wellFormedJson(value)).to.deep.equal({
			body: 'a\ufffd',
			list: [{ b: '\ufffd', n: 1, u: null }],
			path: '\\ud800',
		});
	});

	it('returns a value without them as it is', () => {
		const value = { body: '😀' };
		expect(wellFormedJson(value)).to.equal(value);
	});
});
