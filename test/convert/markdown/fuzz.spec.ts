import { expect } from 'chai';
import fc from 'fast-check';
import { parseMarkdown, renderMarkdown } from '../../../src/convert/markdown/markdown';
import type { MatrixNames } from '../../../src/convert/markdown/matrix-names';
import type { UserId } from '../../../src/matrix/ids';
import { hostileMessages } from '../../corpus/hostile';
import { markupTokens } from '../escape/markup-tokens';

const names: MatrixNames = {
	person: (username) =>
		username === 'alice'
			? { userId: '@rc_alice:example.org' as UserId, displayName: 'Alice <A>' }
			: undefined,
	channel: () => undefined,
	mayMentionRoom: true,
};

const soup = fc
	.array(
		fc.oneof(
			{ weight: 12, arbitrary: fc.constantFrom(...markupTokens) },
			{ weight: 3, arbitrary: fc.constantFrom(...hostileMessages) },
			{ weight: 1, arbitrary: fc.constantFrom(...hostileMessages.map((piece) => piece.repeat(60))) },
			{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
		),
		{ minLength: 1, maxLength: 12 },
	)
	.map((parts) => parts.join(''));

describe('any text as HTML for Matrix', () => {
	it('never throws and never takes over 50 ms', () => {
		fc.assert(
			fc.property(soup, (message) => {
				const convert = () => {
					const start = performance.now();
					expect(renderMarkdown(parseMarkdown(message), names).body).to.be.a('string');
					return performance.now() - start;
				};
				// The machine may pause once, but not three times at the same input.
				expect(convert() < 50 || convert() < 50 || convert() < 50).to.equal(true);
			}),
			{ numRuns: 200_000, seed: 10 },
		);
	});
});
