import { expect } from 'chai';
import { parseRoomAddress } from '../../src/matrix/room-address';

describe('an address of a room', () => {
	const addresses: readonly [typed: string, id: string, via: readonly string[]][] = [
		['#lobby:far.example', '#lobby:far.example', ['far.example']],
		['(#lobby:far.example:8448),', '#lobby:far.example:8448', ['far.example:8448']],
		['!abc:far.example', '!abc:far.example', ['far.example']],
		['!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM', '!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM', []],
		['<https://matrix.to/#/%23lobby:far.example>', '#lobby:far.example', ['far.example']],
		[
			'matrix.to/#/!abc:a.example?via=b.example&via=c.example',
			'!abc:a.example',
			['b.example', 'c.example', 'a.example'],
		],
		['matrix:r/lobby:far.example', '#lobby:far.example', ['far.example']],
		['matrix:roomid/abc:a.example?via=b.example', '!abc:a.example', ['b.example', 'a.example']],
		['#Lobby:FAR.example', '#Lobby:far.example', ['far.example']],
		['#lobby:far.example.', '#lobby:far.example', ['far.example']],
		['https://app.element.io/#/room/#lobby:far.example', '#lobby:far.example', ['far.example']],
		['matrix:r/lobby:far.example/e/abc', '#lobby:far.example', ['far.example']],
		[
			'https://matrix.to/#/!abc:a.example/$event?via=b.example',
			'!abc:a.example',
			['b.example', 'a.example'],
		],
		[
			'https://matrix.to/#/#lobby:far.example?via=%&via=%62.example',
			'#lobby:far.example',
			['b.example', 'far.example'],
		],
		['https://matrix.to/#/%23lobby%3Afar.example/%24event', '#lobby:far.example', ['far.example']],
	];
	for (const [typed, id, via] of addresses) {
		it(`is read from ${typed}`, () => {
			expect(parseRoomAddress(typed)).to.deep.equal({ id, via });
		});
	}

	for (const typed of [
		'lobby',
		'@bob:far.example',
		'https://far.example',
		'#lobby',
		'!short',
		'https://matrix.to/#/@bob:far.example',
		'',
	]) {
		it(`is not read from ${typed || 'nothing'}`, () => {
			expect(parseRoomAddress(typed)).to.equal(undefined);
		});
	}
});
