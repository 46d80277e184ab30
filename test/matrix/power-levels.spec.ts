import { expect } from 'chai';
import type { StateEvent } from '../../src/matrix/events';
import type { UserId } from '../../src/matrix/ids';
import { mayMentionRoom, mayRedact } from '../../src/matrix/power-levels';

const bob = '@bob:example.org' as UserId;
const state = (content: object, create: object = { room_version: '10' }, creator = '@x:y'): StateEvent[] => [
	{ type: 'm.room.create', state_key: '', sender: creator, content: { ...create } },
	{ type: 'm.room.power_levels', state_key: '', sender: creator, content: { ...content } },
];

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
