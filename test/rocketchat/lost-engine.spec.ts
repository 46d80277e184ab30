import { expect } from 'chai';
import { isErrorOfDecoder } from '../../src/rocketchat/lost-engine';

describe('isErrorOfDecoder', () => {
	const named = (name: string) => Object.assign(new Error('The key __proto__ is not allowed'), { name });

	it('recognises the error of the decoder, also after a bundler has renamed its class', () => {
		expect(isErrorOfDecoder(named('DecodeError'))).to.equal(true);
		expect(isErrorOfDecoder(named('_DecodeError'))).to.equal(true);
	});

	it('recognises no other error, whatever its text is, and nothing else', () => {
		expect(isErrorOfDecoder(named('Error'))).to.equal(false);
		expect(isErrorOfDecoder(new TypeError('DecodeError'))).to.equal(false);
		expect(isErrorOfDecoder({ name: 'DecodeError' })).to.equal(false);
		expect(isErrorOfDecoder(undefined)).to.equal(false);
	});
});
