import { expect } from 'chai';
import fc from 'fast-check';
import { parseMarkdown, renderMarkdown } from '../../../src/convert/markdown/markdown';
import type { MatrixNames } from '../../../src/convert/markdown/matrix-names';
import type { UserId } from '../../../src/matrix/ids';
import { runs } from '../../support/property-runs';
import { markdownSoup } from './arbitrary-markdown';

const names: MatrixNames = {
	person: (username) =>
		username === 'alice'
			? { userId: '@rc_alice:example.org' as UserId, displayName: 'Alice <A>' }
			: undefined,
	channel: () => undefined,
	mayMentionRoom: true,
};

describe('any text as HTML for Matrix', () => {
	it('never throws', () => {
		fc.assert(
			fc.property(markdownSoup, (message) => {
				expect(renderMarkdown(parseMarkdown(message), names).body).to.be.a('string');
			}),
			runs(10_000, 10),
		);
	});
});
