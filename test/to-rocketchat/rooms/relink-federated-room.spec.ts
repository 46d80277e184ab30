import { expect } from 'chai';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { relinkMarkedRoom } from '../../../src/to-rocketchat/rooms/relink-room';
import { fakeBridge, type Answers } from '../../support/fake-bridge';

const rid = 'rid' as RocketChatRoomId;
const roomId = '!room:example.org' as RoomId;
const [ghostOfAlice, ghostOfCarol] = ['@rc_alice:example.org', '@rc_carol:example.org'] as UserId[];
const bob = '@bob:far.example';
const [alice, carol] = ['alice', 'carol'].map((username) => ({
	...{ id: `uid-${username}`, username, name: username, type: 'user', isEnabled: true, roles: [] },
}));
const botUser = { id: 'uid-bob', username: 'bob:far.example', type: 'bot', name: 'Bob', isEnabled: true };

const member = (userId: string, membership = 'join') => ({
	...{ type: 'm.room.member', state_key: userId, sender: userId, content: { membership } },
});
const bridgeEvent = (sender: string, channel: string) => ({
	...{ type: 'm.bridge', state_key: 'chat.rocket.federation://…', sender },
	content: { bridgebot: '@rocketchat:example.org', channel: { id: channel } },
});

/** A workspace with a marked channel of Alice, Carol and Bob, whose app was installed again. */
async function relinked(state: readonly object[]) {
	const room = { id: rid, type: 'c', slugifiedName: 'lobby', customFields: { federation: { roomId } } };
	const here = new Set(['alice', 'carol', 'bob:far.example']);
	const joined = state
		.map((event) => event as ReturnType<typeof member>)
		.filter(({ type, content }) => type === 'm.room.member' && content.membership === 'join')
		.map(({ state_key }) => [state_key, undefined] as const);
	const users = [alice, carol, botUser];
	const answers: Answers = {
		'rooms.byId': () => room,
		'rooms.members': () => users.filter((user) => here.has(String(user?.username))),
		'rooms.rolesOf': () => new Map(),
		'rooms.mark': () => undefined,
		'rooms.removeMember': (_rid: string, username: string) => here.delete(username),
		'people.byId': (id: string) => users.find((user) => user?.id === id),
		'people.byUsername': (name: string) => users.find((user) => user?.username === name),
		'people.ensureBotUserNamed': () => botUser.id,
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.state': () => state,
		'homeserver.stateEvent': () => undefined,
		'homeserver.memberEvent': () => undefined,
		'homeserver.joinedMembers': () => new Map(joined),
		'homeserver.invitedMembers': () => [],
		'homeserver.join': () => undefined,
	};
	const { bridge, calls } = fakeBridge(answers);
	const isLinked = await relinkMarkedRoom(bridge, rid);
	const link = await bridge.store.rooms.byMatrixId(roomId);
	return { isLinked, link, here: [...here], requests: calls.map(([method]) => method), bridge };
}

const everybody = [member(ghostOfAlice ?? ''), member(ghostOfCarol ?? ''), member(bob)];

describe('a marked channel without a link, after the app was installed again', () => {
	it('is linked if the Matrix room has the same local members, and its people with it', async () => {
		const { isLinked, link, here, requests, bridge } = await relinked(everybody);
		expect(isLinked).to.equal(true);
		expect(link).to.include({ rocketChatId: rid, kind: 'room', ghostId: ghostOfAlice });
		expect((await bridge.store.users.byMatrixId(bob as UserId))?.rocketChatId).to.equal(botUser.id);
		expect(here).to.deep.equal(['alice', 'carol', 'bob:far.example']);
		expect(requests).not.to.include('homeserver.join');
		expect(requests).not.to.include('homeserver.invite');
	});

	it('is linked if the app has written into the Matrix room that it is bridged to this one', async () => {
		const state = [member(ghostOfAlice ?? ''), member(bob), bridgeEvent(ghostOfAlice ?? '', rid)];
		const { isLinked, requests } = await relinked(state);
		expect(isLinked).to.equal(true);
		expect(requests).to.include('homeserver.join'); // Carol has joined here meanwhile
	});

	it('takes out who has left on Matrix meanwhile, and invites nobody again', async () => {
		const state = [...everybody.slice(0, 2), member(bob, 'leave')];
		const { isLinked, here, requests } = await relinked(state);
		expect(isLinked).to.equal(true);
		expect(here).to.deep.equal(['alice', 'carol']);
		expect(requests).not.to.include('homeserver.invite');
	});

	const refused: readonly [why: string, state: readonly object[]][] = [
		['a local member of it is not in the Matrix room', [everybody[0] ?? {}, member(bob)]],
		['somebody else of this workspace is there', [...everybody, member('@rc_dave:example.org')]],
		['no ghost of its members is there', [member(bob)]],
		['the Matrix room is encrypted', [...everybody, { type: 'm.room.encryption', content: {} }]],
		[
			'the Matrix room names another room',
			[member(ghostOfAlice ?? ''), bridgeEvent(ghostOfAlice ?? '', 'another')],
		],
		['somebody else has written its name there', [member(ghostOfAlice ?? ''), bridgeEvent(bob, rid)]],
	];
	for (const [why, state] of refused) {
		it(`stays without a link if ${why}, and Matrix is asked once`, async () => {
			const { isLinked, link, bridge } = await relinked(state);
			expect(isLinked).to.equal(false);
			expect(link).to.equal(undefined);
			expect(await relinkMarkedRoom(bridge, rid)).to.equal(false);
		});
	}
});
