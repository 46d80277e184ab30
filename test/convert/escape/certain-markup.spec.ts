import { expect } from 'chai';
import fc from 'fast-check';
import { hasCertainMarkup } from '../../../src/convert/escape/certain-markup';
import { runs } from '../../support/property-runs';
import { markupTokens } from './markup-tokens';
import { kindsIn } from './rocketchat-parser';

describe('markup that is certain', () => {
	for (const text of [
		'hi @alice',
		'#general',
		'> a',
		'# a',
		'- a',
		'so *two words* here',
		'`code`',
		'~no~',
		'color:#f008',
		'in (color:#ff0000)',
	]) {
		it(`is found in ${JSON.stringify(text)}`, () => {
			expect(hasCertainMarkup(text)).to.equal(true);
		});
	}

	for (const text of [
		'2 * 3 * 4',
		'a@b',
		'*a',
		'snake_case',
		'-a',
		'5 > 4',
		'C# and #',
		'x*y*z',
		'color:#ff000',
	]) {
		it(`is not found in ${JSON.stringify(text)}`, () => {
			expect(hasCertainMarkup(text)).to.equal(false);
		});
	}

	it('is read by Rocket.Chat', () => {
		const texts = fc
			.array(fc.constantFrom(...markupTokens, ' ', 'a'), { minLength: 1, maxLength: 5 })
			.map((tokens) => tokens.join('').replace(/\s+/g, ' '))
			.filter(hasCertainMarkup)
			// Rocket.Chat's server finds more mentions than its parser.
			.filter((text) => !/(?<![^\s>])[@#]/.test(text));
		const plainKinds = ['LINE_BREAK', 'PARAGRAPH', 'PLAIN_TEXT', 'LINK'];
		fc.assert(
			fc.property(texts, (text) => {
				expect(
					[...kindsIn(`${text}\nx`)].filter((kind) => !plainKinds.includes(kind)),
				).to.not.deep.equal([]);
			}),
			runs(300, 21),
		);
	});
});
