import { expect } from 'chai';
import { localpartFromUsername, usernameFromLocalpart } from '../../src/matrix/localpart';

describe('localpart', () => {
	const table: readonly [username: string, localpart: string][] = [
		['alice', 'alice'],
		['alice.smith', 'alice.smith'],
		['alice-smith', 'alice-smith'],
		['john_doe', 'john__doe'],
		['Alice', '_alice'],
		['McDonald', '_mc_donald'],
		['jürgen', 'j=c3=bcrgen'],
		['a b', 'a=20b'],
		['a=b', 'a=3db'],
		['50%', '50=25'],
		['山田', '=e5=b1=b1=e7=94=b0'],
		['🚀', '=f0=9f=9a=80'],
		['_', '__'],
		['_A', '___a'],
	];

	for (const [username, localpart] of table) {
		it(`of ${username} is ${localpart}, and is read back`, () => {
			expect(localpartFromUsername(username)).to.equal(localpart);
			expect(usernameFromLocalpart(localpart)).to.equal(username);
		});
	}

	it('is read only in the spelling that it is written in', () => {
		for (const localpart of ['a=61', 'a=C3', 'a=c', '_', 'a_', '_1', '=ff', 'Alice', 'jürgen', 'a:b']) {
			expect(usernameFromLocalpart(localpart), localpart).to.equal(undefined);
		}
	});

	it('differs for different usernames', () => {
		const names = ['ab', 'Ab', 'aB', 'a_b', '_ab', 'a__b', 'a=b', 'a=62', 'a b', 'ab '];
		expect(new Set(names.map(localpartFromUsername)).size).to.equal(names.length);
	});
});
