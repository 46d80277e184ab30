import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { expect } from 'chai';
import type { StateEvent } from '../../src/matrix/events';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { fakeBridge, type Answers } from '../support/fake-bridge';
import { alice, bob, dan, eventOf, roomId } from '../support/matrix-room';

const aliceHere = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true } as unknown as IUser;

const invitation = (change: object = {}, content: object = {}) =>
	eventOf(
		'm.room.member',
		{ membership: 'invite', is_direct: true, ...content },
		{ stateKey: alice, ...change },
	);
const memberOf = (userId: string, membership: string): StateEvent => ({
	type: 'm.room.member',
	state_key: userId,
	sender: userId,
	content: { membership },
});
const encryption: StateEvent = { type: 'm.room.encryption', state_key: '', sender: bob, content: {} };
const both = [memberOf(bob, 'join'), memberOf(alice, 'join')];

const notDirect =
	'For now, this Rocket.Chat workspace accepts only invitations to direct messages between two people.';
const encrypted =
	'This Rocket.Chat workspace cannot read encrypted rooms. Start a direct message without encryption.';

/** A workspace with Alice, who has a ghost, and Bob's bot user. */
async function workspace(answers: Answers = {}) {
	const fake = fakeBridge({
		'people.byId': (id: string) => (id === 'uid-alice' ? aliceHere : undefined),
		'people.byUsername': () => undefined,
		'homeserver.join': () => undefined,
		'homeserver.leave': () => undefined,
		'homeserver.state': () => both,
		'homeserver.latest': () => [],
		'rooms.directOf': () => undefined,
		'rooms.ensureDirect': () => 'rid',
		'rooms.mark': () => undefined,
		...answers,
	});
	const { users } = fake.bridge.store;
	await users.add({ matrixId: alice, rocketChatId: 'uid-alice' as RocketChatUserId });
	await users.add({ matrixId: bob, rocketChatId: 'bot-bob' as RocketChatUserId });
	/** What was done, without what only looks somebody up. */
	const done = () => fake.calls.filter(([method]) => !method.startsWith('people.'));
	return { ...fake, done };
}

describe('an invitation from Matrix', () => {
	it('is accepted, and the room is linked to the direct message of the two', async () => {
		const { bridge, done } = await workspace();
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.equal([
			['rooms.directOf', ['alice', 'bob:far.example']],
			['homeserver.join', alice, roomId],
			['homeserver.state', alice, roomId],
			['rooms.ensureDirect', 'bot-bob', ['alice']],
			['rooms.mark', 'rid', roomId],
			['homeserver.latest', alice, roomId, 100],
		]);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: 'rid' });
	});

	it('that comes again is accepted again, into the same direct message', async () => {
		const { bridge, done } = await workspace({ 'rooms.directOf': () => ({ id: 'rid' }) });
		await relayToRocketChat(bridge, invitation());
		await relayToRocketChat(bridge, invitation());
		const accepted = [
			'rooms.directOf',
			'homeserver.join',
			'homeserver.state',
			'rooms.ensureDirect',
			'rooms.mark',
			'homeserver.latest',
		];
		expect(done().map(([method]) => method)).to.deep.equal([...accepted, 'rooms.directOf', ...accepted]);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: 'rid' });
	});

	it('into the direct message of another pair is declined', async () => {
		const { bridge, done } = await workspace({ 'rooms.directOf': () => ({ id: 'another' }) });
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.equal([
			['rooms.directOf', ['alice', 'bob:far.example']],
			['homeserver.leave', alice, roomId, notDirect],
		]);
	});

	const declined: readonly [
		what: string,
		change: object,
		content: object,
		answers: Answers,
		reason: string,
	][] = [
		['that is not direct', {}, { is_direct: undefined }, {}, notDirect],
		['whose `is_direct` is a text', {}, { is_direct: 'true' }, {}, notDirect],
		[
			'into an encrypted room',
			{ unsigned: { invite_room_state: [{ type: 'm.room.name' }, encryption] } },
			{},
			{},
			encrypted,
		],
		[
			'of somebody deactivated',
			{},
			{},
			{ 'people.byId': () => ({ ...aliceHere, isEnabled: false }) },
			'Nobody in this Rocket.Chat workspace has this id.',
		],
		[
			'of nobody',
			{},
			{},
			{ 'people.byId': () => undefined },
			'Nobody in this Rocket.Chat workspace has this id.',
		],
	];
	for (const [what, change, content, answers, reason] of declined) {
		it(`${what} is declined before the ghost joins`, async () => {
			const { bridge, done } = await workspace(answers);
			await relayToRocketChat(bridge, invitation(change, content));
			expect(done()).to.deep.equal([['homeserver.leave', alice, roomId, reason]]);
		});
	}

	it('is declined by a ghost that is registered for it, where the homeserver did not ask for it', async () => {
		const { bridge, done } = await workspace({
			'people.byUsername': (name: string) =>
				name === 'carol' ? { ...aliceHere, id: 'uid-carol', username: 'carol' } : undefined,
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
		});
		const carol = '@rc_carol:example.org';
		await relayToRocketChat(bridge, invitation({ stateKey: carol }, { is_direct: false }));
		expect(done()).to.deep.equal([
			['homeserver.register', 'rc_carol'],
			['homeserver.setDisplayName', carol, 'carol'],
			['homeserver.leave', carol, roomId, notDirect],
		]);
	});

	it('to an id that neither a person nor a ghost has stays open', async () => {
		const refused = new HomeserverError('M_FORBIDDEN', 403, 'not registered');
		const { bridge, done } = await workspace({ 'homeserver.leave': () => Promise.reject(refused) });
		await relayToRocketChat(bridge, invitation({ stateKey: '@rc_nobody:example.org' }));
		expect(done().map(([method]) => method)).to.deep.equal(['homeserver.leave']);
	});

	const leftAgain: readonly [what: string, state: readonly StateEvent[], reason: string][] = [
		['is encrypted', [...both, encryption], encrypted],
		['has a third person in it', [...both, memberOf(dan, 'join')], notDirect],
		['has a third person invited', [...both, memberOf(dan, 'invite')], notDirect],
	];
	for (const [what, state, reason] of leftAgain) {
		it(`is left again where the room ${what}, which only members see`, async () => {
			const { bridge, done } = await workspace({ 'homeserver.state': () => state });
			await relayToRocketChat(bridge, invitation());
			expect(done()).to.deep.equal([
				['rooms.directOf', ['alice', 'bob:far.example']],
				['homeserver.join', alice, roomId],
				['homeserver.state', alice, roomId],
				['homeserver.leave', alice, roomId, reason],
			]);
			expect(await bridge.store.rooms.byMatrixId(roomId)).to.equal(undefined);
		});
	}

	it('is accepted where a third person has left the room', async () => {
		const { bridge, done } = await workspace({
			'homeserver.state': () => [...both, memberOf(dan, 'leave'), memberOf('@eve:far.example', 'ban')],
		});
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.include(['rooms.mark', 'rid', roomId]);
	});

	it('is told to the invited user, and stays open, where the policy is to ask', async () => {
		const { bridge, done } = await workspace({
			'people.bot': () => ({ id: 'bot', username: 'federation.bot' }),
			'messages.post': ({ origin }: { origin: { messageId: string } }) => origin.messageId,
		});
		const asking = {
			...bridge,
			configuration: { ...bridge.configuration, invitePolicy: 'ask' as const },
		};
		await relayToRocketChat(asking, invitation());
		expect(done().map(([method]) => method)).to.deep.equal([
			'rooms.directOf',
			'rooms.ensureDirect',
			'messages.post',
		]);
		expect(done()[1]).to.deep.equal(['rooms.ensureDirect', 'bot', ['alice']]);
		const [, posted] = done()[2] ?? [];
		expect(posted).to.deep.include({
			roomId: 'rid',
			senderId: 'bot',
			text: '`@bob:far.example` invites you to a direct message on Matrix. This version cannot accept an invitation later: ask an administrator to set “Invitations from Matrix” to “Accept at once”, then ask to be invited again.',
		});
		expect((posted as { origin: object }).origin).to.include({ eventId: '$event', sender: bob });
	});
});

describe('a membership on Matrix', () => {
	const ignored: readonly [what: string, change: object, content: object][] = [
		['of somebody else', { stateKey: dan }, {}],
		['of a ghost that a ghost has invited', { sender: '@rc_carol:example.org' }, {}],
		['whose state key is no user id', { stateKey: 'alice' }, {}],
		['of a ghost that has joined', {}, { membership: 'join' }],
		['of a ghost that has left', {}, { membership: 'leave' }],
	];
	for (const [what, change, content] of ignored) {
		it(`${what} changes nothing`, async () => {
			const { bridge, calls } = await workspace();
			await relayToRocketChat(bridge, invitation(change, content));
			expect(calls).to.deep.equal([]);
		});
	}
});
