import { expect } from 'chai';
import { changedSide, type Values } from '../../src/convert/changed-side';

describe('changedSide', () => {
	const agreed = { here: 'a', there: 'A' };
	const table: readonly [
		what: string,
		agreed: Values<string, string> | undefined,
		present: Values<string, string>,
		winner: 'here' | 'there',
		side: 'here' | 'there' | undefined,
	][] = [
		['finds no change if both are as they were', agreed, { here: 'a', there: 'A' }, 'there', undefined],
		['finds a change here', agreed, { here: 'b', there: 'A' }, 'there', 'here'],
		['finds a change there', agreed, { here: 'a', there: 'B' }, 'there', 'there'],
		['prefers the winner if both were changed', agreed, { here: 'b', there: 'C' }, 'there', 'there'],
		['prefers the winner if that is Rocket.Chat', agreed, { here: 'b', there: 'C' }, 'here', 'here'],
		['prefers the winner if they never agreed', undefined, { here: 'b', there: 'C' }, 'here', 'here'],
	];
	for (const [what, before, present, winner, side] of table) {
		it(what, () => expect(changedSide(before, present, winner)).to.equal(side));
	}
});
