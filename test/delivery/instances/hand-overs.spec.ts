import { expect } from 'chai';
import { HandOvers } from '../../../src/delivery/instances/hand-overs';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { InstanceTable } from '../../../src/store/instances';
import { memoryPersistence } from '../../support/memory-persistence';
import { mockTimers, settled } from '../../support/mock-timers';

const mine = { roomId: 'mine' as RocketChatRoomId, ownedAs: '!mine:example.org' };
const other = { roomId: 'other' as RocketChatRoomId, ownedAs: '!other:example.org' };

/** An instance that owns one room, beside a store with notes of others. */
function oneOfTwo() {
	const persistence = memoryPersistence();
	const table = new InstanceTable(persistence);
	const compared: string[] = [];
	const failures: unknown[] = [];
	const instances = { isAlone: false, isPaused: false, owns: (roomId: string) => roomId === mine.ownedAs };
	const handOvers = new HandOvers({
		table,
		instances,
		compare: ({ roomId }) => compared.push(roomId),
		onFailure: (error) => failures.push(error),
	});
	handOvers.start();
	return { persistence, table, instances, handOvers, compared, failures };
}

describe('rooms that are left to their owner', () => {
	const { pass } = mockTimers();

	it('are compared by it within half a second, and stay noted for any other owner', async () => {
		const { table, compared } = oneOfTwo();
		await table.handOver(mine);
		await table.handOver(other);
		await pass(500);
		expect([compared, await table.handOvers()]).to.deep.equal([['mine'], [other]]);
		await pass(500);
		expect(compared).to.deep.equal(['mine']);
	});

	it('are noted once, however much is written in them', async () => {
		const { table, handOvers } = oneOfTwo();
		handOvers.leave(other);
		await settled();
		handOvers.leave(other);
		await settled();
		expect(await table.handOvers()).to.deep.equal([other]);
	});

	it('are noted again if the note could not be stored', async () => {
		const { persistence, table, handOvers, failures } = oneOfTwo();
		const update = persistence.write.updateByAssociations.bind(persistence.write);
		persistence.write.updateByAssociations = async () => {
			throw new Error('the database is away');
		};
		handOvers.leave(other);
		await settled();
		expect([failures.length, await table.handOvers()]).to.deep.equal([1, []]);
		persistence.write.updateByAssociations = update;
		await pass(500);
		expect(await table.handOvers()).to.deep.equal([other]);
	});

	it('are found if this instance left them before it knew that it is alone', async () => {
		const { persistence, table, instances, handOvers, compared } = oneOfTwo();
		handOvers.leave(mine);
		await settled();
		instances.isAlone = true;
		await pass(500);
		expect([compared, await table.handOvers()]).to.deep.equal([['mine'], []]);
		await pass(500);
		const calls = persistence.calls.length;
		await pass(10_000);
		expect(persistence.calls).to.have.length(calls);
	});

	it('are not looked for while the app is disabled', async () => {
		const { persistence, instances } = oneOfTwo();
		instances.isPaused = true;
		await pass(10_000);
		expect(persistence.calls).to.deep.equal([]);
	});

	it('cost nothing while the server has one instance', async () => {
		const { persistence, instances } = oneOfTwo();
		instances.isAlone = true;
		await pass(10_000);
		expect(persistence.calls).to.deep.equal([]);
	});
});
