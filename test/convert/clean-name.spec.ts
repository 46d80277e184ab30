import { expect } from 'chai';
import { cleanName } from '../../src/convert/clean-name';

describe('a display name from Matrix', () => {
	const names: readonly [what: string, name: unknown, cleaned: string | undefined][] = [
		['stays', 'Bob Müller', 'Bob Müller'],
		['is put on one line', ' Bob\n\t Müller\r\n', 'Bob Müller'],
		['loses direction marks and invisible characters', '\u202eBob\u200b\u2066\u0007', 'Bob'],
		['mentions nobody', '@all and @here', '@\u2060all and @\u2060here'],
		['loses marks that pile up', `Bo\u0301${'\u0336'.repeat(20)}b`, 'Bo\u0301\u0336\u0336\u0336b'],
		['stays with sixty characters', '😀'.repeat(60), '😀'.repeat(60)],
		['is shortened between characters', '😀'.repeat(61), `${'😀'.repeat(60)}…`],
		['is none where nothing is visible', ' \u200b\u202e ', undefined],
		['is none where it is no text', ['Bob'], undefined],
		['is none where it is missing', undefined, undefined],
	];
	for (const [what, name, cleaned] of names) {
		it(what, () => {
			expect(cleanName(name)).to.equal(cleaned);
		});
	}
});
