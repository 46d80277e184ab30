import { expect } from 'chai';
import type { StateEvent } from '../../src/matrix/events';
import type { UserId } from '../../src/matrix/ids';
import { mayMentionRoom, mayRedact } from '../../src/matrix/power-levels';

const bob = '@bob:example.org' as UserId;
const state = (content: object, create: object = { room_version: '10' }, creator = '@x:y'): StateEvent[] => [
	{ type: 'm.room.create', state_key: '', sender: creator, content: { ...create } },
	{ type: 'm.room.power_levels', state_key: '', sender: creator, content: { ...content } },
];

describe('power to take back and to mention everybody', () => {
	const table: readonly [what: string, room: StateEvent[], redact: boolean, mention: boolean][] = [
		['of nobody in particular', state({}), false, false],
		['of a moderator', state({ users: { [bob]: 50 } }), true, true],
		['of somebody below', state({ users: { [bob]: 49 } }), false, false],
		['of everybody where the room says so', state({ redact: 0, notifications: { room: 0 } }), true, true],
		['of everybody by default', state({ users_default: 50 }), true, true],
		['written as text', state({ users: { [bob]: '50' }, redact: '50' }), true, true],
		['that is no number', state({ users: { [bob]: 'x' } }), false, false],
		[
			'of a moderator where it takes an administrator',
			state({ users: { [bob]: 50 }, redact: 100 }),
			false,
			true,
		],
		['of the creator of an old room', state({}, { room_version: '11' }, bob), false, false],
		['of the creator of a new room', state({}, { room_version: '12' }, bob), true, true],
		['of a further creator', state({}, { room_version: '12', additional_creators: [bob] }), true, true],
		['in a room without power levels', [], false, false],
	];
	for (const [what, room, redact, mention] of table) {
		it(what, () =>
			expect([mayRedact(room, bob), mayMentionRoom(room, bob)]).to.deep.equal([redact, mention]),
		);
	}
});
