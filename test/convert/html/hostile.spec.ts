import { expect } from 'chai';
import { plainText } from '../../../src/convert/html/plain-text';
import { rocketChatTextOf } from '../../../src/convert/html/rocketchat-text';
import { longestLine, messagesOf } from '../../../src/convert/length/message-length';
import { hostile } from './hostile';
import { context, htmlMessage } from './context';

/** Milliseconds of the fastest of three runs. */
function fastest(run: () => unknown): number {
	return Math.min(
		...[1, 2, 3].map(() => {
			const start = performance.now();
			run();
			return performance.now() - start;
		}),
	);
}

const narrow = { ...context, longestLine: longestLine(5_000) };

describe('hostile HTML of 64 kB', () => {
	for (const [name, of] of Object.entries(hostile)) {
		it(`takes time in proportion to its length: ${name}`, () => {
			const time = (length: number) => {
				const html = of(length).slice(0, length);
				const message = htmlMessage(html, html);
				return fastest(() => [
					rocketChatTextOf(message, context),
					messagesOf(rocketChatTextOf(message, narrow) ?? '', 5_000),
					messagesOf(plainText(html, narrow.longestLine), 5_000),
				]);
			};
			time(4_096);
			// Four times the length: quadratic time would be sixteen times as long. The 20 ms are for noise.
			expect(time(65_536)).to.be.below(10 * time(16_384) + 20);
		});

		it(`becomes no more than a few messages: ${name}`, () => {
			const html = of(65_536).slice(0, 65_536);
			const whole = rocketChatTextOf(htmlMessage(html, html), context) ?? '';
			expect(whole.length).to.be.below(4 * 65_536 + 65_536);
			const lines = rocketChatTextOf(htmlMessage(html, html), narrow);
			expect(messagesOf(lines ?? '', 5_000)).to.have.lengthOf.below(80);
		});
	}
});
