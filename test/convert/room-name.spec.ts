import { expect } from 'chai';
import { isSlugAmbiguous, namesToTry, slugOf } from '../../src/convert/room-name';

describe('slugOf', () => {
	const rows: readonly [name: string, slug: string][] = [
		['Project X', 'project-x'],
		['Café Olé', 'cafe-ole'],
		['  spaces  ', 'spaces'],
		['#lobby:example.org', 'lobby-example.org'],
		['...', 'room'],
		['会議', 'room-6f7de8'],
		['会合', 'room-7ae3cb'],
		['Комната 5', '5-019999'],
		['a'.repeat(200), 'a'.repeat(80)],
	];
	for (const [name, slug] of rows) {
		it(`makes ${slug.slice(0, 20)} of ${name.slice(0, 20)}`, () => {
			expect(slugOf(name)).to.equal(slug);
		});
	}
});

describe('isSlugAmbiguous', () => {
	for (const name of ['会議', 'Комната 5', '🎉 Party', '---', 'Straße']) {
		it(`is true for ${name}: other names have the same slug`, () => {
			expect(isSlugAmbiguous(name)).to.equal(true);
		});
	}
	for (const name of ['Project X', 'Café Olé', 'a_b-c.d', '#lobby: news!']) {
		it(`is false for ${name}`, () => {
			expect(isSlugAmbiguous(name)).to.equal(false);
		});
	}
});

describe('namesToTry', () => {
	/** The first four names. */
	const first = (names: Generator<string, never>) => Array.from({ length: 4 }, () => names.next().value);

	it('tries the name, the name with the server, and then numbers', () => {
		expect(first(namesToTry('lobby', 'far.example'))).to.deep.equal([
			'lobby',
			'lobby-far.example',
			'lobby-far.example-2',
			'lobby-far.example-3',
		]);
	});

	it('tries numbers without a server', () => {
		expect(first(namesToTry('lobby'))).to.deep.equal(['lobby', 'lobby-2', 'lobby-3', 'lobby-4']);
	});
});
