import { expect } from 'chai';
import fc from 'fast-check';
import { parseMarkdown, renderMarkdown } from '../../../src/convert/markdown/markdown';
import type { MatrixNames } from '../../../src/convert/markdown/matrix-names';
import type { UserId } from '../../../src/matrix/ids';
import { messages } from '../../corpus/corpus';
import { endlessMessages, hostileMessages } from '../../corpus/hostile';
import { runs } from '../../support/property-runs';

const names: MatrixNames = {
	person: (username) => ({
		userId: `@${username}:example.org` as UserId,
		displayName: `<${username}> & "co"`,
	}),
	channel: (name) => ({ address: `#${name}:example.org`, name: `<${name}>` }),
	mayMentionRoom: true,
};

const htmlOf = (message: string) => renderMarkdown(parseMarkdown(message), names).formattedBody ?? '';

/**
 * The tags and attributes that this app writes, all of them allowed by the specification, "m.room.message msgtypes".
 */
const allowedTag =
	/^(?:\/?(?:p|strong|em|del|code|pre|blockquote|ul|ol|li|h[1-4]|a|span|div|table|thead|tbody|tr|th|td)|br|hr|ol start="\d{1,10}"|code class="language-[A-Za-z0-9_.-]+"|span data-mx-spoiler|span data-mx-color="#[0-9a-f]{6}"|(?:span|div) data-mx-maths="[^"<>]*"|a href="(?:https?|ftp|mailto|magnet):[^"<>]*")$/i;
const DEEPEST = 100;

/** @returns what is wrong with the HTML, or undefined */
function faultOf(html: string): string | undefined {
	const open: string[] = [];
	for (const [part, tag] of html.matchAll(/<([^>]*)>|[<>"]/g)) {
		if (tag === undefined) {
			// Only attributes may contain double quotes, and nothing may contain brackets.
			return `a bare ${part} in ${html}`;
		}
		if (!allowedTag.test(tag)) {
			return `the tag ${part}`;
		}
		const [name = ''] = tag.split(' ');
		if (name.startsWith('/')) {
			if (open.pop() !== name.slice(1)) {
				return `${part} out of place in ${html}`;
			}
		} else if (name !== 'br' && name !== 'hr' && open.push(name) > DEEPEST) {
			return 'too deep';
		}
	}
	return open.length > 0 ? `open ${open.join(' ')} in ${html}` : undefined;
}

describe('HTML for Matrix', () => {
	it('contains only allowed tags and attributes, well nested, for the whole corpus', () => {
		const faults = messages
			.map((message) => faultOf(htmlOf(message)))
			.filter((fault) => fault !== undefined);
		expect(faults).to.deep.equal([]);
	});

	it('does so for compositions of messages', () => {
		const mixed = fc
			.array(fc.constantFrom(...messages, ...hostileMessages), { minLength: 1, maxLength: 4 })
			.map((parts) => parts.join(''));
		const faults = fc
			.sample(mixed, runs(10_000, 5))
			.map((message) => faultOf(htmlOf(message)))
			.filter((fault) => fault !== undefined);
		expect(faults).to.deep.equal([]);
	});

	it('does so for any characters', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (message) => {
				expect(faultOf(htmlOf(message))).to.equal(undefined);
			}),
			runs(5_000, 6),
		);
	});

	it('does so for markup that never closes', () => {
		for (const [name, write] of Object.entries(endlessMessages)) {
			expect(faultOf(htmlOf(write(2_000))), name).to.equal(undefined);
		}
	});
});
