import { expect } from 'chai';
import type { UserId } from '../../../src/matrix/ids';
import type { RocketChatUserId } from '../../../src/rocketchat/ids';
import { readPresence, tellPresence } from '../../../src/to-matrix/signs/presence';
import { fakeBridge } from '../../support/fake-bridge';
import { theOnlyInstance } from '../../support/only-instance';

const ghostId = '@rc_alice:example.org' as UserId;
const alice = 'alice' as RocketChatUserId;

describe('the presence of a user of the workspace', () => {
	async function bridgeWith(matrixId = ghostId) {
		const { bridge, calls } = fakeBridge({
			'people.byId': (id: string) => ({ id, status: 'busy', statusText: 'Focus' }),
			'homeserver.setPresence': () => undefined,
		});
		await bridge.store.users.add({ matrixId, rocketChatId: alice });
		return { bridge, calls };
	}

	it('is what a lookup of the user shows, since an event shows what an administrator hides', async () => {
		const { bridge } = await bridgeWith();
		expect(await readPresence(bridge, alice)).to.deep.equal({
			ghostId,
			status: { presence: 'unavailable', text: 'Focus' },
		});
	});

	it('is not read of people without a ghost and of bot users', async () => {
		const { bridge, calls } = await bridgeWith('@bob:far.example' as UserId);
		expect(await readPresence(bridge, 'nobody' as RocketChatUserId)).to.equal(undefined);
		expect(await readPresence(bridge, alice)).to.equal(undefined);
		expect(calls).to.deep.equal([]);
	});

	const presence = { ghostId, status: { presence: 'online', text: '' } } as const;

	it('is told as the ghost', async () => {
		const { bridge, calls } = await bridgeWith();
		expect(await tellPresence(bridge, presence)).to.equal(true);
		expect(calls).to.deep.equal([['homeserver.setPresence', ghostId, presence.status]]);
	});

	it('is not told by an instance of the server that does not own the ghost', async () => {
		const { bridge, calls } = await bridgeWith();
		const instances = { ...theOnlyInstance, owns: (id: string) => id !== ghostId };
		expect(await tellPresence({ ...bridge, instances }, presence)).to.equal(false);
		expect(calls).to.deep.equal([]);
	});

	it('is not told while the homeserver cannot be used', async () => {
		const { bridge, calls } = await bridgeWith();
		const homeserverState = Object.create(bridge.homeserverState, {
			isUsable: { value: false },
		}) as typeof bridge.homeserverState;
		expect(await tellPresence({ ...bridge, homeserverState }, presence)).to.equal(false);
		expect(calls).to.deep.equal([]);
	});
});
