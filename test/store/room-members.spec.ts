import { expect } from 'chai';
import type { RoomId, UserId } from '../../src/matrix/ids';
import { keys } from '../../src/store/keys';
import { RoomMembersTable } from '../../src/store/room-members';
import { memoryPersistence } from '../support/memory-persistence';

const roomId = '!room:example.org' as RoomId;
const alice = '@rc_alice:example.org' as UserId;
const bob = '@bob:far.example' as UserId;
const carol = '@rc_carol:example.org' as UserId;

async function sidesOf(table: RoomMembersTable) {
	return [...(await table.movesOf(roomId))].map(([userId, { madeOn }]) => [userId, madeOn]);
}

describe('the stored members of a room', () => {
	it('keep every one of several changes at the same time', async () => {
		const persistence = memoryPersistence();
		const table = new RoomMembersTable(persistence);
		await Promise.all([
			table.settle(roomId, new Map([[alice, true]])),
			table.begin(roomId, carol, 'here'),
			table.settle(roomId, new Map([[bob, true]])),
			table.settle(roomId, new Map([[alice, false]])),
		]);
		for (const each of [table, new RoomMembersTable(persistence)]) {
			expect([...(await each.of(roomId))]).to.deep.equal([bob]);
			expect(await sidesOf(each)).to.deep.equal([[carol, 'here']]);
		}
	});

	it('are as before after a change that could not be stored, and later changes are stored', async () => {
		const persistence = memoryPersistence();
		const table = new RoomMembersTable(persistence);
		await table.replace(roomId, new Set([alice]));
		const { write } = persistence;
		const away = () => Promise.reject(new Error('the database is away'));
		Object.assign(persistence, { write: { ...write, updateByAssociations: away } });
		const failure: unknown = await table.settle(roomId, new Map([[bob, true]])).catch(String);
		expect(failure).to.equal('Error: the database is away');
		Object.assign(persistence, { write });
		expect([...(await table.of(roomId))]).to.deep.equal([alice]);
		await table.settle(roomId, new Map([[carol, true]]));
		expect([...(await table.of(roomId))]).to.deep.equal([alice, carol]);
	});

	it('forget a change that was begun when it is settled', async () => {
		const table = new RoomMembersTable(memoryPersistence());
		await table.begin(roomId, bob, 'there');
		await table.begin(roomId, carol, 'here');
		await table.settle(roomId, new Map([[bob, false]]));
		expect(await sidesOf(table)).to.deep.equal([[carol, 'here']]);
		await table.replace(roomId, new Set());
		expect([...(await table.movesOf(roomId))]).to.deep.equal([]);
	});

	it('know when a change was first tried, and of one that an earlier version has begun nothing', async () => {
		const persistence = memoryPersistence();
		const before = Date.now();
		await new RoomMembersTable(persistence).begin(roomId, carol, 'here');
		const table = new RoomMembersTable(persistence);
		await table.begin(roomId, carol, 'here');
		const { begunAt = 0 } = (await table.movesOf(roomId)).get(carol) ?? {};
		expect(begunAt).to.be.within(before, Date.now());
		const stored = { members: [], moves: { [carol]: 'here' } };
		await persistence.write.updateByAssociations([keys.membersOf(roomId)], stored, true);
		table.forgetMemory();
		expect((await table.movesOf(roomId)).get(carol)).to.deep.equal({ madeOn: 'here', begunAt: Infinity });
	});

	it('are read anew in a room that another server of the workspace changes', async () => {
		const persistence = memoryPersistence();
		const [owner, other] = [new RoomMembersTable(persistence), new RoomMembersTable(persistence)];
		other.rememberOnlyIf(() => false);
		await owner.settle(roomId, new Map([[alice, true]]));
		expect([...(await other.of(roomId))]).to.deep.equal([alice]);
		await owner.settle(roomId, new Map([[bob, true]]));
		expect([...(await other.of(roomId))]).to.deep.equal([alice, bob]);
	});

	it('are written only if something changes', async () => {
		const persistence = memoryPersistence();
		const table = new RoomMembersTable(persistence);
		await table.begin(roomId, bob, 'there');
		await table.settle(roomId, new Map([[bob, true]]));
		persistence.calls.length = 0;
		await table.settle(roomId, new Map([[bob, true]]));
		await table.replace(roomId, new Set([bob]));
		await table.settle(roomId, new Map());
		expect(persistence.calls).to.deep.equal([]);
	});
});
