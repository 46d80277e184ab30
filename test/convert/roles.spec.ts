import { expect } from 'chai';
import fc from 'fast-check';
import { isLevelOfRoles, levelOfRoles, roleChanges, type RoomRole } from '../../src/convert/roles';
import { runs } from '../support/property-runs';

describe('levelOfRoles', () => {
	const table: readonly [what: string, roles: RoomRole[], level: number][] = [
		['gives an owner 100', ['owner'], 100],
		['gives a moderator 50', ['moderator'], 50],
		['gives a leader 50', ['leader'], 50],
		['gives an owner who is also a leader 100', ['leader', 'owner'], 100],
		['gives somebody who is moderator and leader 50', ['moderator', 'leader'], 50],
		['gives everybody else the level of the room', [], 10],
	];
	for (const [what, roles, level] of table) {
		it(what, () => expect(levelOfRoles(roles, 10)).to.equal(level));
	}

	it('gives nobody with a role less than everybody has', () => {
		expect(levelOfRoles(['moderator'], 75)).to.equal(75);
		expect(levelOfRoles(['owner'], 150)).to.equal(150);
	});

	it('gives somebody without a role 0 where the room says nothing', () => {
		expect(levelOfRoles([])).to.equal(0);
	});
});

describe('roleChanges', () => {
	const table: readonly [what: string, roles: RoomRole[], level: number, changes: string[]][] = [
		['makes somebody at 100 an owner', [], 100, ['+owner']],
		['makes somebody above 100 an owner', [], 9_999, ['+owner']],
		['makes a creator of a room of version 12 an owner', [], Infinity, ['+owner']],
		['leaves a moderator who becomes an owner the other role', ['moderator'], 100, ['+owner']],
		['makes somebody at 50 a moderator', [], 50, ['+moderator']],
		['makes somebody at 99 a moderator', [], 99, ['+moderator']],
		['leaves a leader at 50 a leader', ['leader'], 50, []],
		['leaves a moderator at 60 a moderator', ['moderator'], 60, []],
		['makes an owner who falls to 50 a moderator', ['owner'], 50, ['+moderator', '-owner']],
		['takes only one role from an owner who has another', ['owner', 'leader'], 50, ['-owner']],
		['leaves somebody at 37 without a role', [], 37, []],
		['leaves somebody below 0 without a role', [], -1, []],
		['takes the role from a moderator who falls to 49', ['moderator'], 49, ['-moderator']],
		[
			'takes every role from an owner who falls to 0',
			['owner', 'moderator', 'leader'],
			0,
			['-moderator', '-leader', '-owner'],
		],
	];
	for (const [what, roles, level, changes] of table) {
		it(what, () => {
			const found = roleChanges(roles, level).map(({ role, given }) => `${given ? '+' : '-'}${role}`);
			expect(found).to.deep.equal(changes);
		});
	}

	it('ends, for any roles and any level, with roles that fit the level', () => {
		const anyRoles = fc.uniqueArray(fc.constantFrom<RoomRole>('owner', 'moderator', 'leader'));
		fc.assert(
			fc.property(anyRoles, fc.integer({ min: -10, max: 120 }), (roles, level) => {
				const after = roleChanges(roles, level).reduce<RoomRole[]>(
					(now, { role, given }) =>
						given ? [...now, role] : now.filter((other) => other !== role),
					roles,
				);
				expect(isLevelOfRoles(level, after)).to.equal(true);
				expect(new Set(after).size).to.equal(after.length);
			}),
			runs(200, 14),
		);
	});

	it('finds nothing to change for the level that the roles give', () => {
		const roles: RoomRole[][] = [[], ['owner'], ['moderator'], ['leader'], ['moderator', 'owner']];
		expect(roles.map((each) => isLevelOfRoles(levelOfRoles(each), each))).to.deep.equal(
			roles.map(() => true),
		);
	});
});
