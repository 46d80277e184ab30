import { expect } from 'chai';
import fc from 'fast-check';
import { parseMarkdown, renderMarkdown } from '../../../src/convert/markdown/markdown';
import type { MatrixNames } from '../../../src/convert/markdown/matrix-names';
import type { UserId } from '../../../src/matrix/ids';
import { messages } from '../../corpus/corpus';
import { hostileMessages } from '../../corpus/hostile';

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
	/^(?:\/?(?:p|strong|em|del|code|pre|blockquote|ul|ol|li|h[1-4]|a|span|div)|br|ol start="\d{1,10}"|code class="language-[A-Za-z0-9_.-]+"|span data-mx-spoiler|span data-mx-color="#[0-9a-f]{6}"|(?:span|div) data-mx-maths="[^"<>]*"|a href="(?:https?|ftp|mailto|magnet):[^"<>]*")$/i;
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
		} else if (name !== 'br' && open.push(name) > DEEPEST) {
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
			.sample(mixed, { seed: 5, numRuns: 20_000 })
			.map((message) => faultOf(htmlOf(message)))
			.filter((fault) => fault !== undefined);
		expect(faults).to.deep.equal([]);
	});

	it('does so for any characters', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (message) => {
				expect(faultOf(htmlOf(message))).to.equal(undefined);
			}),
			{ seed: 6, numRuns: 5000 },
		);
	});

	it('does so for markup that never closes', () => {
		for (const piece of hostileMessages) {
			expect(faultOf(htmlOf(piece.repeat(500))), JSON.stringify(piece)).to.equal(undefined);
		}
	});

	it('takes no more than linear time for markup that never closes', () => {
		const endless: Readonly<Record<string, (length: number) => string>> = {
			...Object.fromEntries(hostileMessages.map((piece) => [piece, repeated(piece)])),
			'a mail address with a long name': (length) => `${repeated('!')(length / 8)}@b`,
			'a mail address with stars in its name': (length) => `${repeated('a*')(length / 8)}@b`,
		};
		const slow = Object.entries(endless).filter(([, write]) => !isLinear(write));
		expect(slow.map(([name]) => name)).to.deep.equal([]);
	});
});

const repeated = (piece: string) => (length: number) => piece.repeat(Math.ceil(length / piece.length));

/** Milliseconds of the fastest of some runs, since the machine may do other things at the same time. */
function timeFor(message: string, runs: number): number {
	const times = Array.from({ length: runs }, () => {
		const start = performance.now();
		htmlOf(message);
		return performance.now() - start;
	});
	return Math.min(...times);
}

/** Sixteen times the length takes sixteen times as long; quadratic time would be 256 times as long. */
function isLinear(write: (length: number) => string): boolean {
	const bound = 64 * timeFor(write(4_096), 5) + 50;
	const long = write(65_536);
	return [1, 1, 3].some((runs) => timeFor(long, runs) < bound);
}
