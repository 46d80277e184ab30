import { expect } from 'chai';
import fc from 'fast-check';
import {
	cleanDisplayName,
	holdsOtherId,
	isSameName,
	nameWithId,
	plainWords,
} from '../../src/convert/display-name';
import { runs } from '../support/property-runs';

describe('cleanDisplayName', () => {
	const cases: readonly [what: string, name: string, cleaned: string][] = [
		['keeps an ordinary name', 'Zoë Müller-Lüdenscheidt', 'Zoë Müller-Lüdenscheidt'],
		['removes control characters', 'Bo\u0000b\u0007\u009f', 'Bob'],
		['makes one line of several', '  Bob\r\n\tSmith\u2028\u2029 ', 'Bob Smith'],
		['removes what reorders text', '\u202eecilA\u202c \u2066x\u2069\u200f\u061c', 'ecilA x'],
		['removes invisible characters', 'Al\u200bi\u2060c\ufeffe\u00ad\u115f\u3164\u034f', 'Alice'],
		['removes tags and annotations', 'Al\u{e0061}i\ufff9ce', 'Alice'],
		['removes a blank that is no white space', '\u2800Alice\u2800', 'Alice'],
		['takes such a blank between words for a space', 'Alice\u2800Smith', 'Alice Smith'],
		['replaces a lone surrogate', 'A\ud83dB\udc00', 'A\ufffdB\ufffd'],
		['keeps emoji of several signs', '👩‍👩‍👧 ❤️‍🔥 👍🏽 1️⃣ 🇩🇪', '👩‍👩‍👧 ❤️‍🔥 👍🏽 1️⃣ 🇩🇪'],
		['keeps flags of regions, and no other invisible letters', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 A\u{e0041}', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 A'],
		['keeps joiners between letters that need them', 'می\u200cخواهم क्\u200dष', 'می\u200cخواهم क्\u200dष'],
		['removes joiners between other letters', 'Al\u200di\u200cce', 'Alice'],
		['removes what joins an emoji to a letter', '👩\u200dA A\u200d👩 A\ufe0f', '👩A A👩 A'],
		['limits the marks on a letter', `A${'\u0301'.repeat(50)}lice`, `A${'\u0301'.repeat(4)}lice`],
		['is empty where nothing is visible', '\u200b\u202e \u3164', ''],
	];
	for (const [what, name, cleaned] of cases) {
		it(what, () => {
			expect(cleanDisplayName(name)).to.equal(cleaned);
		});
	}

	it('cuts a name at 256 characters and no emoji in two', () => {
		expect(cleanDisplayName('a'.repeat(1_000))).to.have.length(256);
		expect(cleanDisplayName('😀'.repeat(300))).to.equal('😀'.repeat(256));
	});

	it('of any text is short, well-formed, without controls, and stays as it is when cleaned again', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
				const cleaned = cleanDisplayName(name);
				expect(Array.from(cleaned).length).to.be.at.most(256);
				expect(cleaned).not.to.match(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
				expect(cleanDisplayName(cleaned)).to.equal(cleaned);
			}),
			runs(300, 41),
		);
	});
});

describe('isSameName', () => {
	const same: readonly [string, string][] = [
		['Alice Smith', 'alice  smith'],
		['Alice Smith', 'Аliсe Smith'],
		['Alice Smith', 'Ａｌｉｃｅ Smith'],
		['Alice Smith', 'Al\u200bice.Smith'],
		['Alice Smith', 'AliceSmith'],
		['José', 'Jose'],
		['Paul', 'PauI'],
		['Ola', 'Øla'],
		['Alice', 'ᴀʟɪᴄᴇ'],
		['Alice', 'Ꭺlice'],
	];
	for (const [one, other] of same) {
		it(`takes ${JSON.stringify(other)} for ${one}`, () => {
			expect(isSameName(one, other)).to.equal(true);
		});
	}

	const alphabets: readonly [what: string, letters: string, latin: string][] = [
		['Cyrillic', 'аеорсухіјѕԁһӏвкмнтԛԝ', 'aeopcyxijsdhlbkmhtqw'],
		['Greek', 'αορινυκτχεηβ', 'aopivuktxenb'],
		['Armenian', 'զօոսհ', 'qonuh'],
		['Coptic', 'ⲟⲣⲁⲥ', 'opac'],
		['Cherokee', 'ᎪᎬᏚᏟᎻᎷᎢᎫ', 'aeschmij'],
		['small capital', 'ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ', 'abcdeghijklmnoprtuvwyz'],
		['unusual Latin', 'ɡɩıøłđ', 'giiold'],
	];
	for (const [what, letters, latin] of alphabets) {
		it(`takes ${what} letters for the Latin ones that they look like`, () => {
			const found = Array.from(letters, (letter) => plainWords(letter).join(''));
			expect(found.join('')).to.equal(latin);
		});
	}

	it('reads the words of a name without case and accents', () => {
		expect(plainWords('José Øl-Smith')).to.deep.equal(['jose', 'ol', 'smith']);
	});

	it('takes digits and a stroke for the letters that they look like', () => {
		expect(isSameName('Bob Hill', 'B0b Hi1|')).to.equal(true);
	});

	it('tells different names apart, and takes names without letters for no copies', () => {
		expect(isSameName('Alice Smith', 'Alice Smythe')).to.equal(false);
		expect(isSameName('…', '!!')).to.equal(false);
	});
});

describe('holdsOtherId', () => {
	it('finds the id of anybody but the person', () => {
		expect(holdsOtherId('Alice (@alice:hs.org)', '@eve:evil.org')).to.equal(true);
		expect(holdsOtherId('@eve:evil.org @a:b', '@eve:evil.org')).to.equal(true);
		expect(holdsOtherId('Eve (@eve:evil.org)', '@eve:evil.org')).to.equal(false);
		expect(holdsOtherId('Eve @ work: now', '@eve:evil.org')).to.equal(false);
	});
});

describe('nameWithId', () => {
	it('puts the id beside the name, and cuts the name rather than the id', () => {
		expect(nameWithId('Alice', '@a:evil.org')).to.equal('Alice (@a:evil.org)');
		const long = nameWithId('a'.repeat(256), '@a:evil.org');
		expect(long).to.have.length(256);
		expect(long.endsWith(' (@a:evil.org)')).to.equal(true);
	});

	it('leaves sixteen characters of the name beside an id that is as long as ids may be', () => {
		const id = `@${'x'.repeat(245)}:evil.org`;
		expect(nameWithId('a'.repeat(256), id)).to.equal(`${'a'.repeat(16)} (${id})`);
	});
});
