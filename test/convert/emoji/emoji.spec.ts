import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { emojiMapSource, toolkitEmoji } from '../../../scripts/emoji-map';
import { shortcodeOf, unicodeOf } from '../../../src/convert/emoji/emoji';

const characters = (unicodeOutput: string) =>
	String.fromCodePoint(...unicodeOutput.split('-').map((point) => parseInt(point, 16)));
const bare = (name: string) => name.slice(1, -1);

describe('emoji', () => {
	it('match the map that scripts/emoji-map.ts makes from emoji-toolkit', () => {
		const committed = readFileSync(
			new URL('../../../src/convert/emoji/emoji-map.ts', import.meta.url),
			'utf8',
		);
		expect(committed).to.equal(emojiMapSource(toolkitEmoji()));
	});

	it('are found by every name of emoji-toolkit', () => {
		const missing = toolkitEmoji().flatMap(({ shortname, shortname_alternates, unicode_output }) =>
			[shortname, ...shortname_alternates].filter(
				(name) => unicodeOf(bare(name)) !== characters(unicode_output),
			),
		);
		expect(missing).to.deep.equal([]);
	});

	it('have their primary name, with U+FE0F and without', () => {
		const wrong = toolkitEmoji().filter(({ shortname, unicode_output }) => {
			const unicode = characters(unicode_output);
			return [unicode, unicode.replaceAll('\uFE0F', '')].some(
				(each) => shortcodeOf(each) !== bare(shortname),
			);
		});
		expect(wrong).to.deep.equal([]);
		expect(toolkitEmoji()).to.have.length(3991);
	});

	const byName: readonly [name: string, unicode: string | undefined][] = [
		['smile', '😄'],
		['+1', '👍'],
		['heart', '❤️'],
		['thumbsup_tone5', '👍🏿'],
		['+1_tone1', '👍🏻'],
		['v_tone2', '✌🏼'],
		['woman_tone3_beard', '🧔🏽‍♀️'],
		['handshake_tone1_tone5', '🫱🏻‍🫲🏿'],
		['wave_medium_dark_skin_tone', '👋🏾'],
		['flag_de', '🇩🇪'],
		['de', '🇩🇪'],
		['flag_xx', undefined],
		['flag_', undefined],
		['smile_tone1', undefined],
		['wave_tone6', undefined],
		['wave_tone1_tone2', undefined],
		['woman~_beard', undefined],
		['handshake~~', undefined],
		['party_parrot', undefined],
		['', undefined],
	];
	for (const [name, unicode] of byName) {
		it(`shows ${JSON.stringify(name)} as ${String(unicode)}`, () => {
			expect(unicodeOf(name)).to.equal(unicode);
		});
	}

	const byCharacters: readonly [unicode: string, name: string | undefined][] = [
		['😄', 'smile'],
		['❤', 'heart'],
		['☺️', 'relaxed'],
		['👋🏽', 'wave_tone3'],
		['👩🏽‍💻', 'woman_technologist_tone3'],
		['🇫🇷', 'flag_fr'],
		['👋👋', undefined],
		['😄🏽', undefined],
		['a', undefined],
		['', undefined],
	];
	for (const [unicode, name] of byCharacters) {
		it(`calls ${JSON.stringify(unicode)} ${String(name)}`, () => {
			expect(shortcodeOf(unicode)).to.equal(name);
		});
	}
});
