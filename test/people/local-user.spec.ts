import { expect } from 'chai';
import type { UserId } from '../../src/matrix/ids';
import { localUserOf } from '../../src/people/local-user';
import type { RocketChatUserId } from '../../src/rocketchat/ids';
import { fakeBridge } from '../support/fake-bridge';

const ghostId = '@rc_alice:example.org' as UserId;
const alice = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };

/** A workspace of which each user is found by id and by name. */
async function workspaceOf(users: readonly object[], linked?: string) {
	const found = (field: string) => (value: string) =>
		users.find((user) => (user as Record<string, unknown>)[field] === value);
	const { bridge } = fakeBridge({ 'people.byId': found('id'), 'people.byUsername': found('username') });
	if (linked !== undefined) {
		await bridge.store.users.add({ matrixId: ghostId, rocketChatId: linked as RocketChatUserId });
	}
	return bridge;
}

describe('the local user of a ghost', () => {
	it('is found by the name before the ghost is registered', async () => {
		expect(await localUserOf(await workspaceOf([alice]), ghostId)).to.equal(alice);
	});

	it('is the one whose ghost it is, whatever they are called now', async () => {
		const renamed = { ...alice, username: 'alice.b' };
		const newcomer = { ...alice, id: 'uid-new' };
		expect(await localUserOf(await workspaceOf([newcomer, renamed], 'uid-alice'), ghostId)).to.equal(
			renamed,
		);
	});

	it('is nobody where the earlier user of the name was deleted, also after the ghost has left', async () => {
		const bridge = await workspaceOf([alice], 'uid-deleted');
		expect(await localUserOf(bridge, ghostId)).to.equal(undefined);
		const { users, retiredGhosts } = bridge.store;
		const userId = 'uid-deleted' as RocketChatUserId;
		await retiredGhosts.add({ ghostId, userId, at: 1_000, isErased: false });
		await users.forget({ matrixId: ghostId, rocketChatId: userId });
		expect(await localUserOf(bridge, ghostId)).to.equal(undefined);
	});

	it('is nobody where the user of the name was renamed and has the ghost of the earlier name', async () => {
		const bridge = await workspaceOf([alice]);
		const earlier = '@rc_alice.before:example.org' as UserId;
		await bridge.store.users.add({ matrixId: earlier, rocketChatId: alice.id as RocketChatUserId });
		expect(await localUserOf(bridge, ghostId)).to.equal(undefined);
		expect(await localUserOf(bridge, earlier)).to.equal(alice);
	});

	for (const [what, users] of [
		['nobody has the name', [{ ...alice, username: 'carol' }]],
		['the user is deactivated', [{ ...alice, isEnabled: false }]],
		['the user is a bot', [{ ...alice, type: 'bot' }]],
	] as const) {
		it(`is nobody where ${what}`, async () => {
			expect(await localUserOf(await workspaceOf(users), ghostId)).to.equal(undefined);
		});
	}
});
