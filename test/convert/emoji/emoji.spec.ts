import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { emojiMapSource, toolkitEmoji } from '../../../scripts/emoji-map';
import { shortcodeOf, unicodeOf } from '../../../src/convert/emoji/emoji';
import { emojiIn } from '../../../src/convert/emoji/emoji-in-text';

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

	it('are found in text, but not where a character is text by default', () => {
		expect(emojiIn('a 😄 b❤️c 👋🏽🇩🇪🇫🇷 1️⃣ © 1 ↔ ❤ 👨‍👩‍👧')).to.deep.equal([
			{ start: 2, end: 4, shortcode: 'smile' },
			{ start: 6, end: 8, shortcode: 'heart' },
			{ start: 10, end: 14, shortcode: 'wave_tone3' },
			{ start: 14, end: 18, shortcode: 'flag_de' },
			{ start: 18, end: 22, shortcode: 'flag_fr' },
			{ start: 23, end: 26, shortcode: 'one' },
			{ start: 35, end: 43, shortcode: 'family_mwg' },
		]);
	});

	it('are found in text, except those that are only parts of others', () => {
		const missed = toolkitEmoji().filter(({ shortname, unicode_output }) => {
			const unicode = characters(unicode_output);
			const [found, ...others] = emojiIn(`a${unicode}b`);
			return (
				found?.end !== 1 + unicode.length || others.length > 0 || found.shortcode !== bare(shortname)
			);
		});
		expect(
			missed.map(({ shortname }) => shortname).filter((name) => !/^:(digit|regional)/.test(name)),
		).to.deep.equal([
			':pound_symbol:',
			':asterisk_symbol:',
			':transgender_symbol:',
			':tone1:',
			':tone2:',
			':tone3:',
			':tone4:',
			':tone5:',
		]);
	});
});
