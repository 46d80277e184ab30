import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import { reconcileMembers } from '../../../src/people/members/reconcile-members';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import type { Answers } from '../../support/fake-bridge';
import { alice, bob, linkedRoom, roomId } from '../../support/matrix-room';

const rid = 'rid' as RocketChatRoomId;
const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
const forbidden = () => {
	throw new HomeserverError('M_FORBIDDEN', 403, 'not in the room');
};

/** A federated room of Alice and Bob, in which no ghost is any more. */
async function setUp(more: Answers = {}) {
	const { bridge, calls } = await linkedRoom({
		'homeserver.joinedMembers': forbidden,
		'homeserver.memberEvent': forbidden,
		'rooms.members': () => [account],
		'rooms.setReadOnly': () => undefined,
		'restRooms.isAvailable': () => false,
		'rooms.removeMember': () => undefined,
		'people.byId': () => account,
		'people.bot': () => ({ id: 'uid-bot' }),
		...more,
	});
	const { store } = bridge;
	await store.rooms.change({
		...{ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' },
	});
	await store.members.replace(roomId, new Set([alice, bob]));
	const deeds = () =>
		calls
			.map(([method]) => method)
			.filter((method) => /post|setReadOnly|archive|removeMember|leave/.test(method));
	return { bridge, deeds };
}

describe('a Matrix room that nobody from here can read any more', () => {
	it('is gone if nobody has removed the ghosts: the room here is read-only with a line, and keeps its members', async () => {
		const { bridge, deeds } = await setUp();
		await reconcileMembers(bridge, roomId);
		expect(deeds()).to.deep.equal(['messages.post', 'rooms.setReadOnly']);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ isGone: true });
		await reconcileMembers(bridge, roomId);
		expect(deeds()).to.have.length(2);
	});

	const archived: readonly [what: string, archive: () => void, deeds: string[]][] = [
		['archives the room here with a token', () => undefined, ['messages.post', 'restRooms.archive']],
		[
			'makes it read-only if the token does not allow that',
			() => {
				throw new FederationError('workspace-token-powerless');
			},
			['messages.post', 'restRooms.archive', 'rooms.setReadOnly'],
		],
	];
	for (const [what, archive, expected] of archived) {
		it(what, async () => {
			const { bridge, deeds } = await setUp({
				...{ 'restRooms.isAvailable': () => true, 'restRooms.archive': archive },
			});
			await reconcileMembers(bridge, roomId);
			expect(deeds()).to.deep.equal(expected);
			expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ isGone: true });
		});
	}

	it('is not gone if somebody has removed the last ghost: its user is removed here', async () => {
		const { bridge, deeds } = await setUp({
			'homeserver.memberEvent': () => ({ sender: bob, content: { membership: 'ban' } }),
		});
		await reconcileMembers(bridge, roomId);
		expect(deeds()).to.deep.equal(['rooms.removeMember']);
	});
});

describe('a ghost that has left by itself', () => {
	it('does not take its user along: only the homeserver’s administrator can have done that', async () => {
		const carol = '@rc_carol:example.org' as UserId;
		const { bridge, deeds } = await setUp({
			'homeserver.joinedMembers': (as: UserId) =>
				as === carol ? new Map([[carol, 'Carol']]) : forbidden(),
			'homeserver.memberEvent': () => ({ sender: alice, content: { membership: 'leave' } }),
			'homeserver.membership': () => 'leave',
			'people.roomIdsOf': () => ['rid'],
			'people.byId': (id: string) => (id === 'uid-alice' ? account : undefined),
		});
		await bridge.store.members.replace(roomId, new Set([alice, carol]));
		await reconcileMembers(bridge, roomId, { only: [alice] });
		expect(deeds()).not.to.include('rooms.removeMember');
	});
});

describe('a Matrix room that was replaced by another', () => {
	it('is not compared any more: people leave it without leaving the room here', async () => {
		const { bridge, deeds } = await setUp({
			'homeserver.memberEvent': () => ({ sender: bob, content: { membership: 'ban' } }),
		});
		const room = await bridge.store.rooms.byMatrixId(roomId);
		const replacedBy = '!new:example.org' as RoomId;
		await bridge.store.rooms.change({ ...room, ...{ matrixId: roomId, rocketChatId: rid }, replacedBy });
		await reconcileMembers(bridge, roomId);
		expect(deeds()).to.deep.equal([]);
	});
});
