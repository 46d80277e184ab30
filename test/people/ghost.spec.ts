import { expect } from 'chai';
import type { UserId } from '../../src/matrix/ids';
import { ensureGhost } from '../../src/people/ghost';
import type { RocketChatUserId } from '../../src/rocketchat/ids';
import { fakeBridge, type Answers } from '../support/fake-bridge';

const alice = { id: 'uid-alice' as RocketChatUserId, username: 'alice', name: 'Alice A.' };
const ghostId = '@rc_alice:example.org' as UserId;

const workspace = (answers: Answers = {}) =>
	fakeBridge({
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		...answers,
	});

describe('a ghost', () => {
	it('is registered with the name of the local user, once', async () => {
		const { bridge, calls } = workspace();
		expect(await ensureGhost(bridge, alice)).to.equal(ghostId);
		expect(await ensureGhost(bridge, { ...alice, username: 'renamed' })).to.equal(ghostId);
		expect(calls).to.deep.equal([
			['homeserver.register', 'rc_alice'],
			['homeserver.setDisplayName', ghostId, 'Alice A.'],
		]);
	});

	it('is registered once for two messages that come at the same time', async () => {
		const { bridge, calls } = workspace();
		await Promise.all([ensureGhost(bridge, alice), ensureGhost(bridge, alice)]);
		expect(calls.filter(([method]) => method === 'homeserver.register')).to.have.length(1);
	});

	it('is called by the username where the local user has no name', async () => {
		const { bridge, calls } = workspace();
		await ensureGhost(bridge, { ...alice, name: '' });
		expect(calls.at(-1)).to.deep.equal(['homeserver.setDisplayName', ghostId, 'alice']);
	});

	it('of another prefix is replaced', async () => {
		const { bridge } = workspace();
		const { users } = bridge.store;
		await users.add({ matrixId: '@old_alice:example.org' as UserId, rocketChatId: alice.id });
		expect(await ensureGhost(bridge, alice)).to.equal(ghostId);
		expect(await users.byRocketChatId(alice.id)).to.include({ matrixId: ghostId });
		expect(await users.byMatrixId('@old_alice:example.org' as UserId)).to.equal(undefined);
	});

	it('of somebody who has the username no longer stays theirs, and the new user gets another', async () => {
		const { bridge } = workspace();
		const old = { matrixId: ghostId, rocketChatId: 'uid-old' as RocketChatUserId };
		await bridge.store.users.add(old);
		expect(await ensureGhost(bridge, alice)).to.equal('@rc_alice.uid-alice:example.org');
		expect(await bridge.store.users.byMatrixId(ghostId)).to.include(old);
	});

	it('of somebody who was deleted never passes to a new user of the name', async () => {
		const { bridge } = workspace();
		const userId = 'uid-deleted' as RocketChatUserId;
		await bridge.store.retiredGhosts.add({ ghostId, userId, at: 1_000, isErased: false });
		expect(await ensureGhost(bridge, alice)).to.equal('@rc_alice.uid-alice:example.org');
	});

	it('gets a name without invisible characters, of 256 characters at most', async () => {
		const { bridge, calls } = workspace();
		await ensureGhost(bridge, { ...alice, name: `Al\u200bice\u202e ${'x'.repeat(400)}` });
		expect(calls.at(-1)).to.deep.equal([
			'homeserver.setDisplayName',
			ghostId,
			`Alice ${'x'.repeat(250)}`,
		]);
	});

	it('is refused with a reason of its own where the username is too long for Matrix', async () => {
		const { bridge, calls } = workspace();
		const error: unknown = await ensureGhost(bridge, { ...alice, username: 'A'.repeat(130) }).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).to.include({ code: 'username-too-long', text: 'error_username_too_long' });
		expect(calls).to.deep.equal([]);
	});
});
