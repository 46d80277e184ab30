import { expect } from 'chai';
import type { StateEvent } from '../../src/matrix/events';
import type { UserId } from '../../src/matrix/ids';
import {
	isReadOnly,
	mayChangePower,
	mayInvite,
	mayMentionRoom,
	mayRedact,
	powerfulIn,
	powerLevelsIn,
	withPower,
	withReadOnly,
} from '../../src/matrix/power-levels';

const alice = '@rc_alice:example.org' as UserId;
const bob = '@bob:example.org' as UserId;
const carol = '@carol:example.org' as UserId;
const state = (content: object, create: object = { room_version: '10' }, creator = '@x:y'): StateEvent[] => [
	{ type: 'm.room.create', state_key: '', sender: creator, content: { ...create } },
	{ type: 'm.room.power_levels', state_key: '', sender: creator, content: { ...content } },
];

describe('the users with power', () => {
	it('are those above the level of everybody, the most powerful first', () => {
		const users = { [carol]: 50, [bob]: 100, [alice]: 0 };
		expect(powerfulIn(state({ users }))).to.deep.equal([bob, carol]);
	});

	it('are the creators of a room of version 12, before those who are listed', () => {
		const create = { room_version: '12', additional_creators: [carol] };
		expect(powerfulIn(state({ users: { [bob]: 100 } }, create, alice))).to.deep.equal([
			alice,
			carol,
			bob,
		]);
	});

	it('are the creator only in a room without power levels', () => {
		const create = { type: 'm.room.create', state_key: '', sender: bob, content: { room_version: '10' } };
		expect(powerfulIn([create])).to.deep.equal([bob]);
	});
});

describe('the power to invite', () => {
	const table: readonly [what: string, room: StateEvent[], may: boolean][] = [
		['is everybody’s in a room without particular levels', state({}), true],
		['is missing below the level that the room asks for', state({ invite: 50 }), false],
		['is that of a moderator of such a room', state({ invite: 50, users: { [bob]: 50 } }), true],
	];
	for (const [what, room, may] of table) {
		it(what, () => {
			expect(mayInvite(room, bob)).to.equal(may);
		});
	}
});

describe('the power to redact and to mention the room', () => {
	const table: readonly [what: string, room: StateEvent[], redact: boolean, mention: boolean][] = [
		['is missing in a room without particular levels', state({}), false, false],
		['is that of a moderator', state({ users: { [bob]: 50 } }), true, true],
		['is missing below level 50', state({ users: { [bob]: 49 } }), false, false],
		[
			'is everybody’s if the room needs level 0',
			state({ redact: 0, notifications: { room: 0 } }),
			true,
			true,
		],
		['is everybody’s if the default level is 50', state({ users_default: 50 }), true, true],
		['is read from levels that are texts', state({ users: { [bob]: '50' }, redact: '50' }), true, true],
		['is missing if the level is no number', state({ users: { [bob]: 'x' } }), false, false],
		[
			'to redact is missing for a moderator if the room needs level 100',
			state({ users: { [bob]: 50 }, redact: 100 }),
			false,
			true,
		],
		[
			'is missing for the creator of a room of version 11',
			state({}, { room_version: '11' }, bob),
			false,
			false,
		],
		[
			'is that of the creator of a room of version 12',
			state({}, { room_version: '12' }, bob),
			true,
			true,
		],
		[
			'is that of an additional creator',
			state({}, { room_version: '12', additional_creators: [bob] }),
			true,
			true,
		],
		['is missing in a room without a create event and levels', [], false, false],
	];
	for (const [what, room, redact, mention] of table) {
		it(what, () =>
			expect([mayRedact(room, bob), mayMentionRoom(room, bob)]).to.deep.equal([redact, mention]),
		);
	}
});

describe('withPower', () => {
	const levels = {
		ban: 50,
		events: { 'm.room.name': 50, 'org.example.thing': 75 },
		events_default: 0,
		notifications: { room: 50 },
		'org.example.field': { nested: [1, 'two', null] },
		users: { [alice]: 100, [bob]: 37 },
		users_default: 0,
	};

	it('changes the level of one user, and nothing else', () => {
		expect(withPower(levels, carol, 50)).to.deep.equal({
			ban: 50,
			events: { 'm.room.name': 50, 'org.example.thing': 75 },
			events_default: 0,
			notifications: { room: 50 },
			'org.example.field': { nested: [1, 'two', null] },
			users: { [alice]: 100, [bob]: 37, [carol]: 50 },
			users_default: 0,
		});
	});

	it('does not list a user whose level is that of everybody', () => {
		expect(withPower(levels, bob, 0).users).to.deep.equal({ [alice]: 100 });
		expect(withPower({ ...levels, users_default: 50 }, bob, 50).users).to.deep.equal({ [alice]: 100 });
	});

	it('lists a user whose level is below that of everybody', () => {
		expect(withPower({ users_default: 50 }, bob, 0)).to.deep.equal({
			users_default: 50,
			users: { [bob]: 0 },
		});
	});

	it('writes the numbers that a room of an old version has as strings as numbers, and leaves unknown fields', () => {
		const old = {
			ban: ' 50 ',
			events: { 'm.room.name': '+50', 'org.example.thing': '-1' },
			users: { [alice]: '100', [bob]: 'many' },
			'org.example.field': { nested: '50' },
			'org.example.number': '50',
		};
		const present = {
			ban: 50,
			events: { 'm.room.name': 50, 'org.example.thing': -1 },
			'org.example.field': { nested: '50' },
			'org.example.number': '50',
		};
		expect(withPower(old, carol, 50)).to.deep.equal({
			...present,
			users: { [alice]: 100, [bob]: 'many', [carol]: 50 },
		});
		expect(withReadOnly(old, true)).to.deep.equal({
			...present,
			users: { [alice]: 100, [bob]: 'many' },
			events_default: 50,
		});
	});

	it('does not change what it was given', () => {
		const before = structuredClone(levels);
		withPower(levels, carol, 50);
		expect(levels).to.deep.equal(before);
	});
});

describe('powerLevelsIn', () => {
	it('gives the creator of an old room without power levels 100', () => {
		const room = state({}, { room_version: '11' }, bob).slice(0, 1);
		expect(powerLevelsIn(room)).to.deep.equal({ users: { [bob]: 100 } });
	});

	it('lists no creator of a room of version 12', () => {
		const room = state({}, { room_version: '12' }, bob).slice(0, 1);
		expect(powerLevelsIn(room)).to.deep.equal({});
	});
});

describe('read-only', () => {
	const table: readonly [what: string, levels: object, readOnly: boolean][] = [
		['is not a room without particular levels', {}, false],
		['is a room whose events need 50', { events_default: 50 }, true],
		['is a room whose messages need 50', { events: { 'm.room.message': 50 } }, true],
		[
			'is not a room whose messages need 0 and other events 50',
			{ events_default: 50, events: { 'm.room.message': 0 } },
			false,
		],
		[
			'is not a room in which everybody has what messages need',
			{ events_default: 50, users_default: 50 },
			false,
		],
		['is a room in which people are below 0', { users_default: -1 }, true],
	];
	for (const [what, levels, readOnly] of table) {
		it(what, () => {
			expect(isReadOnly({ ...levels })).to.equal(readOnly);
			expect(isReadOnly(withReadOnly({ ...levels }, true))).to.equal(true);
			expect(isReadOnly(withReadOnly({ ...levels }, false))).to.equal(false);
		});
	}

	it('changes the level of messages, and nothing else', () => {
		const levels = { events: { 'm.room.name': 75 }, users: { [bob]: 37 }, 'org.example.field': [1] };
		expect(withReadOnly(levels, true)).to.deep.equal({ ...levels, events_default: 50 });
		expect(withReadOnly({ ...levels, events: { 'm.room.message': 0 } }, true)).to.deep.equal({
			...levels,
			events: { 'm.room.message': 50 },
			events_default: 50,
		});
		expect(withReadOnly({ ...levels, events_default: 50 }, false)).to.deep.equal({
			...levels,
			events_default: 0,
		});
	});
});

describe('mayChangePower', () => {
	const users = { [alice]: 100, [bob]: 50 };
	const table: readonly [
		what: string,
		room: StateEvent[],
		who: UserId,
		other: UserId,
		level: number,
		may: boolean,
	][] = [
		['lets an owner make somebody an owner', state({ users }), alice, carol, 100, true],
		['lets an owner take the role of a moderator', state({ users }), alice, bob, 0, true],
		['lets an owner give up', state({ users }), alice, alice, 0, true],
		['lets nobody raise themselves', state({ users }), bob, bob, 100, false],
		['lets nobody change an equal', state({ users: { ...users, [carol]: 100 } }), alice, carol, 0, false],
		['lets nobody raise others above themselves', state({ users }), bob, carol, 51, false],
		[
			'needs the level of the power levels themselves',
			state({ users, events: { 'm.room.power_levels': 100 } }),
			bob,
			carol,
			10,
			false,
		],
		[
			'lets a creator of version 12 change an owner',
			state({ users: { [bob]: 100 } }, { room_version: '12' }, alice),
			alice,
			bob,
			0,
			true,
		],
		[
			'lets nobody change a creator of version 12',
			state({ users: { [bob]: 100 } }, { room_version: '12', additional_creators: [carol] }, alice),
			alice,
			carol,
			0,
			false,
		],
	];
	for (const [what, room, who, other, level, may] of table) {
		it(what, () => expect(mayChangePower(room, who, other, level)).to.equal(may));
	}
});
