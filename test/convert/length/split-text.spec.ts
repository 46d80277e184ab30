import { expect } from 'chai';
import fc from 'fast-check';
import { splitText } from '../../../src/convert/length/split-text';
import { runs } from '../../support/property-runs';

describe('a text that is too long', () => {
	const a = 'a'.repeat(40);
	const b = 'b'.repeat(40);
	const c = 'c'.repeat(40);
	const table: readonly [what: string, text: string, parts: readonly string[]][] = [
		['stays whole if it fits', a, [a]],
		['is cut between paragraphs', `${a}\nx\n\n${b}`, [`${a}\nx`, b]],
		['is cut between lines', `${a}\n${b} x`, [a, `${b} x`]],
		['is cut between words', `${a} x ${b}`, [`${a} x`, b]],
		['is cut inside a word if nothing else is possible', a + b, [a + 'b'.repeat(24), 'b'.repeat(16)]],
		['keeps surrogate pairs', `${'x'.repeat(63)}😀y`, ['x'.repeat(63), '😀y']],
		[
			'closes and opens code',
			`\`\`\`ts\n${a}\n${b}\n${c}\n\`\`\`\nend`,
			[`\`\`\`ts\n${a}\n\`\`\``, `\`\`\`ts\n${b}\n\`\`\``, `\`\`\`ts\n${c}\n\`\`\`\nend`],
		],
		[
			'does not leave empty code behind',
			`${a}xxxx\n\`\`\`ts\n${b}\n\`\`\``,
			[`${a}xxxx`, `\`\`\`ts\n${b}\n\`\`\``],
		],
		[
			'ends code at its end',
			`\`\`\`\n${a}1234567890123\n\`\`\`\nend`,
			[`\`\`\`\n${a}1234567890123\n\`\`\``, 'end'],
		],
	];
	for (const [what, text, parts] of table) {
		it(what, () => {
			expect(splitText(text, 64)).to.deep.equal(parts);
		});
	}

	it('is cut also if the limit is very small', () => {
		expect(splitText('hi 😀', 1)).to.deep.equal(['h', 'i', '😀']);
		expect(splitText('hi', 50)).to.deep.equal(['hi']);
	});

	it('leaves space in front of the first part', () => {
		expect(splitText(`${a}\n${b}`, 82, undefined, 1)).to.deep.equal([`${a}\n${b}`]);
		expect(splitText(`${a}\n${b}`, 82, undefined, 2)).to.deep.equal([a, b]);
	});

	it('is cut between the paragraphs of a quote', () => {
		expect(splitText(`> ${a}\n>\n> x\n> ${b}`, 64)).to.deep.equal([`> ${a}`, `> x\n> ${b}`]);
	});

	const pieces = [
		'a',
		'word',
		' ',
		' ',
		'\n',
		'\n\n',
		'```\n',
		'\n```\n',
		'\n```ts\n',
		'😀',
		'x'.repeat(50),
		'y```',
	];
	const text = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((parts) => parts.join(''));
	/** Everything that no part may lose: all but white space and fences, which parts may repeat. */
	const contents = (whole: string) => whole.replace(/`|ts|\s/g, '');

	it('loses nothing and keeps the limit', () => {
		fc.assert(
			fc.property(text, fc.integer({ min: 64, max: 200 }), (whole, limit) => {
				const parts = splitText(whole, limit);
				expect(contents(parts.join('\n'))).to.equal(contents(whole));
				for (const part of parts) {
					expect(part.length).to.be.at.most(limit);
					expect(part).to.not.match(/\p{Surrogate}/u);
				}
			}),
			runs(3_000, 6),
		);
	});

	it('is cut into as many messages as it takes', () => {
		expect(splitText(`${'x'.repeat(99)}\n`.repeat(2_000), 100)).to.have.lengthOf(2_000);
	});
});
