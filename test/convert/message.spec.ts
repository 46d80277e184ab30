import { expect } from 'chai';
import { matrixContentOf, rocketChatTextOf } from '../../src/convert/message';

describe('message conversion', () => {
	it('makes a text event without mentions of a text', () => {
		expect(matrixContentOf('hello\nworld')).to.deep.equal({
			msgtype: 'm.text',
			body: 'hello\nworld',
			'm.mentions': {},
		});
	});

	it('makes nothing of a message without text', () => {
		expect(matrixContentOf('')).to.equal(undefined);
		expect(matrixContentOf(' \n')).to.equal(undefined);
	});

	const bodies: readonly [content: Record<string, unknown>, text: string | undefined][] = [
		[{ msgtype: 'm.text', body: 'hello' }, 'hello'],
		[{ msgtype: 'm.notice', body: 'build passed' }, 'build passed'],
		[{ msgtype: 'm.emote', body: 'waves' }, '_bob waves_'],
		[{ msgtype: 'm.image', body: 'cat.png', url: 'mxc://example.org/cat' }, 'cat.png'],
		[{ msgtype: 'org.example.new', body: 'something new' }, 'something new'],
		[{}, undefined],
		[{ msgtype: 'm.text', body: '  ' }, undefined],
		[{ msgtype: 'm.text', body: 7 }, undefined],
	];
	for (const [content, text] of bodies) {
		it(`shows ${JSON.stringify(content)} as ${String(text)}`, () => {
			expect(rocketChatTextOf(content, 'bob')).to.equal(text);
		});
	}
});
