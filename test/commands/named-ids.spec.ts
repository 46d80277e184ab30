import { expect } from 'chai';
import { requireUserId } from '../../src/commands/named-people';
import { requireRoomAddress } from '../../src/commands/named-rooms';
import type { FederationError } from '../../src/errors';

/** @returns what a refusal is and suggests */
function refusalOf(read: (typed: string) => unknown, typed: string): readonly unknown[] {
	try {
		return ['read', read(typed)];
	} catch (error) {
		const { code, parameters } = error as FederationError;
		return [code, parameters.similar];
	}
}

describe('an id that is typed with a server in other letters than those of ASCII', () => {
	const rooms: readonly [typed: string, code: string, similar?: string][] = [
		['#a:mätrix.test', 'room-similar', '#a:xn--mtrix-gra.test'],
		['#Ärzte:MÄTRIX.test:8448', 'room-similar', '#Ärzte:xn--mtrix-gra.test:8448'],
		['https://matrix.to/#/#a:mätrix.test?via=b.test', 'room-similar', '#a:xn--mtrix-gra.test'],
		['#a:mä trix.test', 'room-address-invalid'],
		['#a:mä_trix.test', 'room-address-invalid'],
		['@bob:far.example', 'person-not-room'],
	];
	for (const [typed, code, similar] of rooms) {
		it(`is answered for the room ${typed}`, () => {
			expect(refusalOf(requireRoomAddress, typed)).to.deep.equal([code, similar]);
		});
	}

	const people: readonly [typed: string, code: string, similar?: string][] = [
		['@bob:mätrix.test', 'user-similar', '@bob:xn--mtrix-gra.test'],
		['bob:mätrix.test', 'user-similar', '@bob:xn--mtrix-gra.test'],
		['@bøb:mätrix.test', 'user-id-invalid'],
		['#a:mätrix.test', 'room-not-person'],
	];
	for (const [typed, code, similar] of people) {
		it(`is answered for the person ${typed}`, () => {
			expect(refusalOf(requireUserId, typed)).to.deep.equal([code, similar]);
		});
	}
});
