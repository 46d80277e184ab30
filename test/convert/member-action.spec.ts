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

	it('goes by the side from which a change was begun, although the other one has it and both had agreed otherwise', () => {
		const joinedAndLeft = { wasMember: false, isHere: false, isThere: true };
		expect(memberAction({ ...joinedAndLeft, begunFrom: 'here' })).to.equal('remove-there');
		expect(memberAction({ ...joinedAndLeft, begunFrom: 'there' })).to.equal('add-here');
		const removedAndAdded = { wasMember: true, isHere: true, isThere: false };
		expect(memberAction({ ...removedAndAdded, begunFrom: 'here' })).to.equal('add-there');
		expect(memberAction({ ...removedAndAdded, begunFrom: 'there' })).to.equal('remove-here');
	});

	it('notes that a change that was begun is on both sides', () => {
		const nowhere = { wasMember: false, isHere: false, isThere: false };
		const everywhere = { wasMember: true, isHere: true, isThere: true };
		expect(memberAction({ ...nowhere, begunFrom: 'here' })).to.equal('forget');
		expect(memberAction({ ...everywhere, begunFrom: 'there' })).to.equal('agree');
	});
});
