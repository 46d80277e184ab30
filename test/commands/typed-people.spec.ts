import { expect } from 'chai';
import { parseParameters } from '../../sandbox/workspace/bridges/command-parameters';
import { idFromEmailForm, readPeople } from '../../src/commands/typed-people';
import { wordsIn } from '../../src/commands/words';

const BOB = '@bob:example.org';
const longest = `@${'b'.repeat(242)}:example.org`;

describe('people that are typed behind a command', () => {
	const table: readonly [typed: string, people: readonly string[]][] = [
		['', []],
		[BOB, [BOB]],
		['bob:example.org', [BOB]],
		['carol', ['carol']],
		['@carol', ['carol']],
		['Carol.Smith', ['Carol.Smith']],
		['_carol_', ['_carol_']],
		['carol.', ['carol.']],

		// several, separated by anything that people use
		['@a:x @b:y carol', ['@a:x', '@b:y', 'carol']],
		['@a:x,@b:y', ['@a:x', '@b:y']],
		['@a:x, @b:y; carol,', ['@a:x', '@b:y', 'carol']],
		['@a:x , @b:y', ['@a:x', '@b:y']],
		['@a:x;@b:y', ['@a:x', '@b:y']],
		['@a:x、@b:y，carol', ['@a:x', '@b:y', 'carol']],
		[',', []],
		['"@a:x, @b:y"', ['@a:x', '@b:y']],
		['@a:x @a:X a:x', ['@a:x']],
		['carol @carol', ['carol']],

		// capitals
		['@Bob:LOCALHOST', ['@Bob:localhost']],
		['@bob:Example.ORG:8448', ['@bob:example.org:8448']],

		// all forms of a server
		['@bob:localhost', ['@bob:localhost']],
		['@bob:1.2.3.4:8448', ['@bob:1.2.3.4:8448']],
		['@bob:[::1]', ['@bob:[::1]']],
		['@bob:[2001:DB8::1]:8448', ['@bob:[2001:db8::1]:8448']],
		['(@bob:[::1])', ['@bob:[::1]']],
		['[@bob:[::1]]', ['@bob:[::1]']],

		// historical ids
		['@Bob!#:example.org', ['@Bob!#:example.org']],
		['@a=b/c+d-e._:example.org', ['@a=b/c+d-e._:example.org']],

		// links
		[`https://matrix.to/#/${BOB}`, [BOB]],
		['https://matrix.to/#/%40bob%3Aexample.org', [BOB]],
		[`https://matrix.to/#/${BOB}?via=example.org&via=x.org`, [BOB]],
		['https://matrix.to/#/%40bob%3Aexample.org?via=example.org', [BOB]],
		['https://matrix.to/#/@bob:EXAMPLE.org', [BOB]],
		[`http://matrix.to/#/${BOB}/`, [BOB]],
		[`HTTPS://MATRIX.TO/#/${BOB}`, [BOB]],
		[`matrix.to/#/${BOB}`, [BOB]],
		[`https://matrix.to/#/${BOB}.`, [BOB]],
		[`https://matrix.to/#/${BOB},https://matrix.to/#/@dan:x`, [BOB, '@dan:x']],
		['matrix:u/bob:example.org', [BOB]],
		['matrix:u/bob:example.org?action=chat', [BOB]],
		['MATRIX:U/bob:Example.org', [BOB]],
		[`https://app.element.io/#/user/${BOB}`, [BOB]],
		[`<https://matrix.to/#/${BOB}>`, [BOB]],
		[`[bob](https://matrix.to/#/${BOB})`, [BOB]],
		[`[Bob Smith](https://matrix.to/#/${BOB}), carol`, [BOB, 'carol']],
		[`[Bob](https://matrix.to/#/${BOB})[Dan](https://matrix.to/#/@dan:x)`, [BOB, '@dan:x']],

		// rooms
		['#room:example.org', ['#room:example.org']],
		['!room:example.org', ['!room:example.org']],
		['#general', ['#general']],
		['https://matrix.to/#/%23room%3Aexample.org', ['#room:example.org']],
		['https://matrix.to/#/!room:example.org?via=x', ['!room:example.org']],
		['matrix:r/room:example.org', ['#room:example.org']],
		['matrix:roomid/room:example.org?via=x', ['!room:example.org']],
		['https://app.element.io/#/room/#room:example.org', ['#room:example.org']],

		// punctuation around
		[`${BOB}.`, [BOB]],
		[`${BOB}!`, [BOB]],
		[`${BOB}?!`, [BOB]],
		[`<${BOB}>`, [BOB]],
		[`(${BOB})`, [BOB]],
		[`[${BOB}]`, [BOB]],
		[`“${BOB}”`, [BOB]],
		[`„${BOB}“`, [BOB]],
		[`«${BOB}»`, [BOB]],
		[`'${BOB}'`, [BOB]],
		[`"${BOB}"`, [BOB]],
		[`\`${BOB}\``, [BOB]],
		[`*${BOB}*`, [BOB]],
		[`_${BOB}_`, [BOB]],
		[`**${BOB}**,`, [BOB]],
		['“carol”', ['carol']],
		['<@carol>', ['carol']],
		['"Bob Smith"', ['Bob Smith']],
		['Bob Smith', ['Bob', 'Smith']],

		// other characters
		['＠bob：example.org', [BOB]],
		['＠ｂｏｂ：ｅｘａｍｐｌｅ．ｏｒｇ', [BOB]],
		['\u200B@bob:example.org\u200E', [BOB]],
		['\uFEFF@bob:exam\u00ADple.org', [BOB]],

		// nothing that is an id: it stays as it was typed
		['bob:', ['bob:']],
		['@bob:', ['@bob:']],
		[':example.org', [':example.org']],
		['@:example.org', ['@:example.org']],
		['@bob:example.org/path', ['@bob:example.org/path']],
		['@bob:exa_mple.org', ['@bob:exa_mple.org']],
		['@jürgen:example.org', ['@jürgen:example.org']],
		['@bob:münchen.example', ['@bob:münchen.example']],
		['@bob:::', ['@bob:::']],
		['mailto:bob@example.org', ['mailto:bob@example.org']],
		['bob@example.org', ['bob@example.org']],
		['@bob@example.org', ['bob@example.org']],
		['https://example.org/@bob:example.org', ['https://example.org/@bob:example.org']],
		['https://matrix.to/#/@bob', ['bob']],
		['$event:example.org', ['@$event:example.org']],
		[longest, [longest]],
		[longest.replace('@', '@b'), [longest.replace('@', '@b')]],
	];
	for (const [typed, people] of table) {
		it(`in “${typed.slice(0, 80)}” are ${JSON.stringify(people).slice(0, 90)}`, () =>
			expect(readPeople(wordsIn(parseParameters(typed)))).to.deep.equal(people));
	}

	it('are looked for in text of any kind', () => {
		for (const text of ['[', '[](', '*', '@a:', '(((', '“', ',', 'matrix:u/'].map((part) =>
			part.repeat(2_000),
		)) {
			expect(readPeople([text]), text.slice(0, 10)).to.be.an('array');
		}
	});
});

describe('address in the form of e-mail', () => {
	const table: readonly [typed: string, id: string | undefined][] = [
		['bob@example.org', BOB],
		['@bob@example.org', BOB],
		['mailto:Bob@Example.org', BOB],
		['bob', undefined],
		[BOB, undefined],
		['bob@', undefined],
		['@example.org', undefined],
		['bob@example.org@x', undefined],
		['bob smith@example.org', undefined],
		['bob@exämple.org', '@bob:xn--exmple-cua.org'],
		['bøb@example.org', undefined],
	];
	for (const [typed, id] of table) {
		it(`“${typed}” suggests ${id ?? 'nothing'}`, () => expect(idFromEmailForm(typed)).to.equal(id));
	}
});
