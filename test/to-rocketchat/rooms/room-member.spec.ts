import { expect } from 'chai';
import type { UserId } from '../../../src/matrix/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { alice, bob, eventOf, linkedRoom, roomId } from '../../support/matrix-room';

const eve = '@eve:far.example' as UserId;

/** The two linked rooms; the first is a federated room. */
async function federatedRoom(answers = {}) {
	const room = await linkedRoom({
		'rooms.members': () => [{ id: 'bot-bob', username: 'bob:far.example', type: 'bot' }],
		...answers,
	});
	const { rooms } = room.bridge.store;
	const link = await rooms.byMatrixId(roomId);
	await (link && rooms.change({ ...link, kind: 'room' }));
	return room;
}

describe('a change of membership in a federated room', () => {
	it('says in a line that somebody knocks, with the reason and how to let them in', async () => {
		const { bridge, calls } = await federatedRoom({ 'people.byId': () => undefined });
		const content = { membership: 'knock', reason: 'I know Bob' };
		await relayToRocketChat(bridge, eventOf('m.room.member', content, { stateKey: eve, sender: eve }));
		const posts = calls.filter(([method]) => method === 'messages.post').map(([, post]) => post);
		expect(posts.map((post) => (post as { text: string }).text)).to.deep.equal([
			'`@eve:far.example` on Matrix asks to be let into this room. `/federation invite @eve:far.example` lets them in. The reason given: I know Bob',
		]);
	});

	it('is followed by the role of somebody who shows only when they write', async () => {
		const levels = { users: { [eve]: 50 } };
		const { bridge, calls } = await federatedRoom({
			'people.byId': (id: string) => ({ id, username: id, type: 'bot' }),
			'people.byUsername': () => undefined,
			'people.ensureBotUserNamed': () => 'bot-eve',
			'rooms.addMember': () => undefined,
			'rooms.byId': () => ({ id: 'rid', type: 'c' }),
			'rooms.rolesOf': () => new Map(),
			'homeserver.profile': () => ({}),
			'homeserver.stateEvent': (_as: string, _roomId: string, type: string) =>
				type === 'm.room.power_levels'
					? { type, state_key: '', sender: bob, content: levels }
					: undefined,
			'restRooms.isAvailable': () => true,
			'restRooms.changeRole': () => undefined,
		});
		await bridge.store.members.replace(roomId, new Set([alice]));
		await relayToRocketChat(
			bridge,
			eventOf('m.room.message', { msgtype: 'm.text', body: 'hello' }, { sender: eve }),
		);
		const done = calls.filter(([method]) => ['messages.post', 'restRooms.changeRole'].includes(method));
		expect(done.map(([method]) => method)).to.deep.equal(['messages.post', 'restRooms.changeRole']);
		expect(done[1]?.slice(2)).to.deep.equal(['bot-eve', { role: 'moderator', given: true }]);
	});

	it('costs no call for somebody of a large room who is not shown and leaves', async () => {
		const { bridge, calls } = await federatedRoom();
		const event = eventOf('m.room.member', { membership: 'leave' }, { stateKey: eve, sender: eve });
		await relayToRocketChat(bridge, event);
		expect(calls).to.deep.equal([]);
	});
});
