import { expect } from 'chai';
import { memberAction, type MemberAction } from '../../src/convert/member-action';

describe('memberAction', () => {
	const rows: readonly [was: boolean, here: boolean, there: boolean, MemberAction | undefined][] = [
		[false, false, false, undefined],
		[false, false, true, 'add-here'],
		[false, true, false, 'add-there'],
		[false, true, true, 'agree'],
		[true, false, false, 'forget'],
		[true, false, true, 'remove-there'],
		[true, true, false, 'remove-here'],
		[true, true, true, undefined],
	];
	for (const [wasMember, isHere, isThere, action] of rows) {
		const words = [wasMember ? 'was' : 'was not', isHere ? 'is' : 'is not', isThere ? 'is' : 'is not'];
		it(`is ${action ?? 'nothing'} for somebody who ${words.join(' a member, ')} here, there`, () => {
			expect(memberAction({ wasMember, isHere, isThere })).to.equal(action);
		});
	}
});
