import { expect } from 'chai';
import { rocketChatTextOf } from '../../../src/convert/html/rocketchat-text';
import { longestLine, messagesOf } from '../../../src/convert/length/message-length';
import { hostile } from './hostile';
import { context, htmlMessage } from './context';

const narrow = { ...context, longestLine: longestLine(5_000) };

describe('hostile HTML of 64 kB', () => {
	for (const [name, of] of Object.entries(hostile)) {
		it(`becomes no more than a few messages: ${name}`, () => {
			const html = of(65_536).slice(0, 65_536);
			const whole = rocketChatTextOf(htmlMessage(html, html), context) ?? '';
			expect(whole.length).to.be.below(4 * 65_536 + 65_536);
			const lines = rocketChatTextOf(htmlMessage(html, html), narrow);
			expect(messagesOf(lines ?? '', 5_000)).to.have.lengthOf.below(80);
		});
	}
});
