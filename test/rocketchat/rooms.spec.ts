import { expect } from 'chai';
import type { RocketChatRoom } from '../../src/rocketchat/entities';
import type { Host } from '../../src/rocketchat/host';
import type { RocketChatUserId } from '../../src/rocketchat/ids';
import { Rooms } from '../../src/rocketchat/rooms';

/** A workspace with a private and a public team, whose main rooms are among those of the owner. */
function workspace() {
	const all: Readonly<Record<string, object>> = {
		lobby: { type: 'c' },
		secret: { type: 'p', teamId: 'secret', isTeamMain: true },
		open: { type: 'c', teamId: 'open', isTeamMain: true },
	};
	const asked: string[] = [];
	const roomReader = {
		getOwners: async () => [{ id: 'owner' }],
		getById: async (id: string) => {
			asked.push(id);
			return all[id];
		},
	};
	const userReader = { getUserRoomIds: async () => Object.keys(all) };
	const read = { getRoomReader: () => roomReader, getUserReader: () => userReader };
	return { rooms: new Rooms({ read } as unknown as Host), asked };
}

describe('a room', () => {
	const channel = { id: 'rid', type: 'c' };
	const table: readonly [what: string, room: object, isOpen: boolean][] = [
		['that is a channel is open', channel, true],
		['that is a group is not', { ...channel, type: 'p' }, false],
		['of a private team is not', { ...channel, teamId: 'secret' }, false],
		['of a public team is open', { ...channel, teamId: 'open' }, true],
		['of a team whose main room is not found is not', { ...channel, teamId: 'unknown' }, false],
		[
			'that is the main room of a public team is open',
			{ ...channel, teamId: 'open', isTeamMain: true },
			true,
		],
		['that is a discussion of a channel is open', { ...channel, parentRoom: channel }, true],
		[
			'that is a discussion in a private team is not',
			{ ...channel, parentRoom: { ...channel, teamId: 'secret' } },
			false,
		],
	];
	for (const [what, room, isOpen] of table) {
		it(what, async () => {
			expect(await workspace().rooms.isOpen(room as RocketChatRoom)).to.equal(isOpen);
		});
	}

	it('of a team costs one call as soon as the main room of the team is known', async () => {
		const { rooms, asked } = workspace();
		const room = { ...channel, teamId: 'open' } as object as RocketChatRoom;
		await rooms.isOpen(room);
		asked.length = 0;
		expect(await rooms.isOpen(room)).to.equal(true);
		expect(asked).to.deep.equal(['open']);
	});
});

describe('the direct message of some users', () => {
	/** A workspace that looks for a direct message before it creates one, and fails at the first call. */
	function slowWorkspace() {
		const found = new Set<string>();
		let created = 0;
		let calls = 0;
		const builder = {
			members: '',
			setType: () => builder,
			setCreator: () => builder,
			setMembersToBeAddedByUsernames([username]: string[]) {
				builder.members = username ?? '';
				return builder;
			},
		};
		const creator = {
			startRoom: () => builder,
			async finish({ members }: typeof builder) {
				calls += 1;
				if (calls === 1) {
					throw new Error('connect ECONNREFUSED');
				}
				const isThere = found.has(members);
				await Promise.resolve();
				found.add(members);
				created += isThere ? 0 : 1;
				return 'rid';
			},
		};
		const modify = { getCreator: () => creator };
		return { rooms: new Rooms({ modify } as unknown as Host), created: () => created };
	}

	it('is created once by several calls at the same time, also after one has failed', async () => {
		const { rooms, created } = slowWorkspace();
		const ensure = () => rooms.ensureDirect('bot' as RocketChatUserId, ['alice']);
		const results = await Promise.allSettled([ensure(), ensure(), ensure()]);
		expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled', 'fulfilled']);
		expect(created()).to.equal(1);
	});
});
