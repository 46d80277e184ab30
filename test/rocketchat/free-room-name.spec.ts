import { expect } from 'chai';
import { namesToTry, shownNamesToTry } from '../../src/convert/room-name';
import { createUnderFreeName } from '../../src/rocketchat/free-room-name';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { RoomNameTaken, type NewRoom } from '../../src/rocketchat/rooms';

const room = { isPublic: false, creatorId: 'uid' as RocketChatUserId, mark: { creation: 'id' } };

/** A workspace with these rooms: their names, and what people read. */
function workspaceWith(present: Readonly<Record<string, string>>) {
	const shown = new Map(Object.entries(present));
	return {
		shown,
		create: async ({ name, displayName }: NewRoom) => {
			if (shown.has(name)) {
				throw new RoomNameTaken(name);
			}
			shown.set(name, displayName);
			return name as RocketChatRoomId;
		},
		shownNameOf: async (name: string) => shown.get(name),
	};
}

describe('a room from Matrix', () => {
	const cases: readonly [name: string, present: Record<string, string>, expected: [string, string]][] = [
		['Lobby', {}, ['lobby', 'Lobby']],
		['Lobby', { lobby: 'lobby' }, ['lobby-far.example', 'Lobby (far.example)']],
		['Lobby', { lobby: 'Reception' }, ['lobby-far.example', 'Lobby']],
		[
			'Lobby',
			{ lobby: 'lobby', 'lobby-far.example': 'Lobby (far.example)' },
			['lobby-far.example-2', 'Lobby (far.example, 2)'],
		],
	];
	for (const [name, present, expected] of cases) {
		it(`called ${name}, beside ${JSON.stringify(present)}, is shown as ${expected[1]}`, async () => {
			const rooms = workspaceWith(present);
			const names = namesToTry('lobby', 'far.example');
			await createUnderFreeName(rooms, room, names, shownNamesToTry(name, 'far.example'));
			expect([...rooms.shown].at(-1)).to.deep.equal(expected);
		});
	}

	it('has its own name in a script without slugs, unless another one has the same', async () => {
		const rooms = workspaceWith({});
		for (const name of ['会議', 'Кухня', '会議', '会議', '🎉', '🎉']) {
			const shownNames = shownNamesToTry(name, 'far.example');
			await createUnderFreeName(rooms, room, namesToTry('room', 'far.example'), shownNames);
		}
		expect([...rooms.shown.values()]).to.deep.equal([
			...['会議', 'Кухня', '会議 (far.example)', '会議 (far.example, 2)', '🎉', '🎉 (far.example)'],
		]);
	});
});

describe('a room of a name in a script without slugs', () => {
	it('is made beside others, and refused if one of them has the same name', async () => {
		const rooms = workspaceWith({});
		const create = (name: string) => createUnderFreeName(rooms, room, namesToTry('room'), [name]);
		await create('会議');
		await create('Кухня');
		expect(await create('会議').catch((error: unknown) => error)).to.be.instanceOf(RoomNameTaken);
		expect([...rooms.shown.values()]).to.deep.equal(['会議', 'Кухня']);
	});
});
