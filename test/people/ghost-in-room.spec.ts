import { expect } from 'chai';
import type { UserId } from '../../src/matrix/ids';
import { findGhostInRoom } from '../../src/people/ghost-in-room';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { fakeBridge } from '../support/fake-bridge';

const rocketChatRoomId = 'rid' as RocketChatRoomId;

/** A room with some members, where Alice has a ghost and Bob is an external user. */
async function roomOf(...members: readonly string[]) {
	const { bridge, calls } = fakeBridge({ 'rooms.members': () => members.map((id) => ({ id })) });
	const { users } = bridge.store;
	await users.add({
		matrixId: '@rc_alice:example.org' as UserId,
		rocketChatId: 'uid-alice' as RocketChatUserId,
	});
	await users.add({
		matrixId: '@bob:far.example' as UserId,
		rocketChatId: 'bot-bob' as RocketChatUserId,
	});
	return { bridge, calls };
}

describe('the ghost in a room', () => {
	it('is the first member who has one', async () => {
		const { bridge, calls } = await roomOf('bot-bob', 'uid-new', 'uid-alice');
		expect(await findGhostInRoom(bridge, rocketChatRoomId)).to.equal('@rc_alice:example.org');
		expect(calls).to.deep.equal([['rooms.members', 'rid']]);
	});

	it('is that of an active member before that of one whose account is deactivated', async () => {
		const members = [
			{ id: 'uid-alice', isEnabled: false },
			{ id: 'uid-carol', isEnabled: true },
		];
		const { bridge } = fakeBridge({ 'rooms.members': () => members });
		for (const name of ['alice', 'carol']) {
			await bridge.store.users.add({
				matrixId: `@rc_${name}:example.org` as UserId,
				rocketChatId: `uid-${name}` as RocketChatUserId,
			});
		}
		expect(await findGhostInRoom(bridge, rocketChatRoomId)).to.equal('@rc_carol:example.org');
	});

	it('is nobody where no member has one', async () => {
		const { bridge } = await roomOf('bot-bob', 'uid-new');
		expect(await findGhostInRoom(bridge, rocketChatRoomId)).to.equal(undefined);
	});
});
