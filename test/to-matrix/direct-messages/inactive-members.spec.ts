import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { UserId } from '../../../src/matrix/ids';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { InactiveMembers } from '../../../src/to-matrix/direct-messages/inactive-members';
import { sendToPartner } from '../../../src/to-matrix/direct-messages/partners';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import type { Answers } from '../../support/fake-bridge';
import { alice, bob, dan, eventOf, linkedRoom, roomId, unlinkedRoomId } from '../../support/matrix-room';

const carol = '@rc_carol:example.org' as UserId;
const botBob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot', isEnabled: true };
const botDan = { id: 'bot-dan', username: 'dan:far.example', type: 'bot', isEnabled: true };
const person = (name: string, isEnabled = true) => ({
	...{ id: `uid-${name}`, username: name, type: 'user', isEnabled },
});
const deactivated = 'The account of this person in Rocket.Chat is deactivated.';
const deleted = 'The account of this person in Rocket.Chat was deleted.';

/** A direct message of Alice, Carol, Bob and Dan, whose accounts and memberships can change. */
async function directMessage(more: Answers = {}, joined: readonly UserId[] = [alice, carol, bob, dan]) {
	const state = {
		members: [person('alice'), person('carol'), botBob, botDan] as object[],
		joined: new Set<UserId>(joined),
	};
	const { bridge, calls } = await linkedRoom({
		'rooms.members': () => state.members,
		'people.byId': (id: string) => state.members.find((member) => 'id' in member && member.id === id),
		'homeserver.state': () =>
			[...state.joined].map((userId) => ({
				...{ type: 'm.room.member', state_key: userId, sender: userId },
				content: { membership: 'join' },
			})),
		'homeserver.leave': (ghostId: UserId) => void state.joined.delete(ghostId),
		'homeserver.membership': (_as: UserId, _roomId: string, userId: UserId) =>
			state.joined.has(userId) ? 'join' : 'leave',
		'homeserver.invite': () => undefined,
		'homeserver.join': (ghostId: UserId) => void state.joined.add(ghostId),
		'homeserver.send': () => '$notice',
		...more,
	});
	const { store } = bridge;
	await store.users.add({ matrixId: carol, rocketChatId: 'uid-carol' as RocketChatUserId });
	const room = await store.rooms.byMatrixId(roomId);
	await store.rooms.change({
		...room,
		matrixId: roomId,
		rocketChatId: 'rid' as RocketChatRoomId,
		ghostId: alice,
	});
	const inactiveMembers = new InactiveMembers();
	let heard = 0;
	let usable = true;
	Object.defineProperty(bridge.homeserverState, 'isUsable', { get: () => usable });
	return {
		bridge,
		state,
		isUsable: (isUsable: boolean) => (usable = isUsable),
		/** Bob writes, and the accounts are looked at. @returns what the app did then */
		look: async () => {
			heard += 1;
			await relayToRocketChat(
				bridge,
				eventOf(
					'm.room.message',
					{ msgtype: 'm.text', body: 'hello' },
					{
						eventId: `$heard-${heard}` as never,
					},
				),
			);
			const before = calls.length;
			await inactiveMembers.update(bridge);
			return calls
				.slice(before)
				.filter(([method]) => /\.(leave|invite|join|send)$/.test(method))
				.map(([method, ...given]) => [method.replace('homeserver.', ''), ...given]);
		},
		calls,
	};
}

const absentIn = async ({ store }: ConfiguredBridge) => (await store.rooms.byMatrixId(roomId))?.inactive;

describe('a local member of a direct message of several', () => {
	it('leaves the Matrix room with the reason when the account is deactivated, and stays out', async () => {
		const { bridge, state, look } = await directMessage();
		expect(await look()).to.deep.equal([]);
		state.members = [person('alice'), person('carol', false), botBob, botDan];
		expect(await look()).to.deep.equal([['leave', carol, roomId, deactivated]]);
		expect(await absentIn(bridge)).to.deep.equal([carol]);
		expect(await look()).to.deep.equal([]);
	});

	it('leaves only when the homeserver can be used again', async () => {
		const { bridge, state, look, isUsable } = await directMessage();
		state.members = [person('alice'), person('carol', false), botBob, botDan];
		isUsable(false);
		expect(await look()).to.deep.equal([]);
		expect([...bridge.heardRooms]).to.deep.equal([roomId]);
		isUsable(true);
		expect(await look()).to.deep.equal([['leave', carol, roomId, deactivated]]);
	});

	it('leaves for good when the account is deleted', async () => {
		const { bridge, state, look } = await directMessage();
		state.members = [person('alice'), botBob, botDan];
		expect(await look()).to.deep.equal([['leave', carol, roomId, deleted]]);
		expect(await absentIn(bridge)).to.deep.equal([]);
	});

	it('is invited back by one who stayed when the account is active again', async () => {
		const { bridge, state, look } = await directMessage();
		state.members = [person('alice', false), person('carol'), botBob, botDan];
		expect(await look()).to.deep.equal([['leave', alice, roomId, deactivated]]);
		state.members = [person('alice'), person('carol'), botBob, botDan];
		expect(await look()).to.deep.equal([
			['invite', carol, roomId, alice],
			['join', alice, roomId],
		]);
		expect(await absentIn(bridge)).to.deep.equal([]);
		expect(await look()).to.deep.equal([]);
	});

	it('is back before the first message after that', async () => {
		const { bridge, state, look } = await directMessage();
		state.members = [person('alice'), person('carol', false), botBob, botDan];
		await look();
		const sender = person('carol') as unknown as RocketChatUser;
		const act = { room: { id: 'rid' as RocketChatRoomId }, roomId, actor: sender, sender };
		const send = async () => {
			if (!state.joined.has(carol)) {
				throw new HomeserverError('M_FORBIDDEN', 403, 'not in the room');
			}
			return 'sent';
		};
		expect(await sendToPartner(bridge, act, send)).to.equal('sent');
		expect(await absentIn(bridge)).to.deep.equal([]);
		expect(await look()).to.deep.equal([['leave', carol, roomId, deactivated]]);
	});

	it('is tried again if the homeserver did not let the ghost leave', async () => {
		let failures = 1;
		const { state, look } = await directMessage({
			'homeserver.leave': () => {
				if (failures-- > 0) {
					throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
				}
			},
		});
		state.members = [person('alice'), person('carol', false), botBob, botDan];
		await look();
		expect(await look()).to.deep.equal([['leave', carol, roomId, deactivated]]);
	});

	it('stays if nobody else is active, and the room is told once', async () => {
		const { state, look } = await directMessage();
		state.members = [person('alice', false), person('carol', false), botBob, botDan];
		const [notice, ...others] = await look();
		expect(notice?.slice(0, 3)).to.deep.equal(['send', alice, roomId]);
		expect(notice?.[4]).to.deep.equal({
			type: 'm.room.message',
			content: {
				msgtype: 'm.notice',
				body: 'Nobody in Rocket.Chat reads this at present: the accounts of the people there are deactivated or deleted. You are told only once.',
				'm.mentions': {},
			},
		});
		expect(others).to.deep.equal([]);
		state.members = [person('alice', false), botBob, botDan];
		expect(await look()).to.deep.equal([]);
		state.members = [person('alice'), botBob, botDan];
		expect(await look()).to.deep.equal([['leave', carol, roomId, deleted]]);
		state.members = [person('alice', false), botBob, botDan];
		expect(await look()).to.have.length(1);
	});

	it('costs one call to the host while no account changes', async () => {
		const { calls, look } = await directMessage();
		await look();
		const before = calls.length;
		await look();
		const made = calls.slice(before).map(([method]) => method);
		expect(made.filter((method) => !method.startsWith('messages.'))).to.deep.equal(['rooms.members']);
	});
});

describe('a direct message of two', () => {
	it('is left alone: Rocket.Chat refuses its messages, and that is told', async () => {
		const { state, look } = await directMessage({}, [alice, bob]);
		state.members = [person('alice', false), botBob];
		expect(await look()).to.deep.equal([]);
	});
});

describe('a room that is not federated', () => {
	it('is not looked at', async () => {
		const { bridge } = await directMessage();
		await relayToRocketChat(bridge, eventOf('m.room.message', { body: 'x' }, { roomId: unlinkedRoomId }));
		expect(bridge.heardRooms.size).to.equal(0);
	});
});
