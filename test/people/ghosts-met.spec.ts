import { expect } from 'chai';
import type { RoomId, UserId } from '../../src/matrix/ids';
import { GhostsMet } from '../../src/people/ghosts-met';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { Store } from '../../src/store/store';
import { fakeBridge } from '../support/fake-bridge';
import { memoryPersistence } from '../support/memory-persistence';

const matrixId = '!room:example.org' as RoomId;
const rocketChatId = 'rid' as RocketChatRoomId;
const [alice, carol] = ['@rc_alice:example.org', '@rc_carol:example.org'] as [UserId, UserId];

/** A bridge that was restarted, with a room of Alice, whose ghost reads it, Carol and Bob, who is on Matrix. */
async function restarted() {
	const persistence = memoryPersistence();
	const before = new Store(persistence);
	for (const [userId, name] of [
		[alice, 'alice'],
		[carol, 'carol'],
		['@bob:far.example', 'bob'],
	] as const) {
		await before.users.add({ matrixId: userId as UserId, rocketChatId: name as RocketChatUserId });
	}
	await before.rooms.add({ matrixId, rocketChatId, ghostId: alice });
	const { bridge, calls } = fakeBridge({
		'rooms.members': () => [{ id: 'bob' }, { id: 'alice' }, { id: 'carol' }],
	});
	return { bridge: { ...bridge, store: new Store(persistence) }, calls };
}

describe('ghosts that the app met', () => {
	it('are those of the rooms and people that it looked up', async () => {
		const { bridge, calls } = await restarted();
		const ghosts = new GhostsMet();
		expect(await ghosts.find(bridge)).to.deep.equal([]);
		await bridge.store.rooms.byMatrixId(matrixId);
		expect(await ghosts.find(bridge)).to.deep.equal([alice]);
		await bridge.store.users.byMatrixId(carol);
		expect(await ghosts.find(bridge)).to.have.members([alice, carol]);
		expect(calls).to.deep.equal([]);
	});

	it('are all those of a room that one of them has left, and they are looked up once', async () => {
		const { bridge, calls } = await restarted();
		const ghosts = new GhostsMet();
		ghosts.replaceIn(matrixId);
		expect(await ghosts.find(bridge)).to.have.members([alice, carol]);
		await ghosts.find(bridge);
		expect(calls).to.deep.equal([['rooms.members', 'rid']]);
	});

	it('are none of a room that is not federated', async () => {
		const { bridge, calls } = await restarted();
		const ghosts = new GhostsMet();
		ghosts.replaceIn('!other:example.org' as RoomId);
		expect(await ghosts.find(bridge)).to.deep.equal([]);
		expect(calls).to.deep.equal([]);
	});
});
