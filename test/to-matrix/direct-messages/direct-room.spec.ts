import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import { openDirectRoom } from '../../../src/to-matrix/direct-messages/direct-room';
import { fakeBridge, type Answers, type Call } from '../../support/fake-bridge';
import { loggedBy } from '../../support/logged';

const roomId = '!new:example.org' as RoomId;
const oldRoomId = '!old:example.org' as RoomId;
const alice = '@rc_alice:example.org' as UserId;
const carol = '@rc_carol:example.org' as UserId;
const bob = '@bob:far.example' as UserId;
const dan = '@dan:far.example' as UserId;

const person = (username: string) => ({ id: `uid-${username}`, username }) as unknown as RocketChatUser;
const toBob = { external: [bob], local: [] };
const withColleague = (username: string) => ({ external: [bob], local: [person(username)] });
/** The direct message of Rocket.Chat, marked with its room on Matrix. */
const marked = { id: 'rid', customFields: { federation: { roomId: oldRoomId } } };
const encryption = { type: 'm.room.encryption', state_key: '', sender: alice, content: {} };

/** A workspace where Alice and Carol have ghosts, and Bob and Dan have bot users. */
async function workspace(answers: Answers = {}) {
	const fake = fakeBridge({
		'homeserver.profile': () => ({ displayname: 'Bob' }),
		'homeserver.createRoom': () => roomId,
		'homeserver.state': () => [],
		'homeserver.join': () => undefined,
		'homeserver.leave': () => undefined,
		'homeserver.invite': () => undefined,
		'homeserver.latest': () => [],
		'rooms.directOf': () => undefined,
		'rooms.ensureDirect': () => 'rid',
		'rooms.mark': () => undefined,
		...answers,
	});
	const { users } = fake.bridge.store;
	await users.add({ matrixId: alice, rocketChatId: 'uid-alice' as RocketChatUserId });
	await users.add({ matrixId: carol, rocketChatId: 'uid-carol' as RocketChatUserId });
	await users.add({ matrixId: bob, rocketChatId: 'bot-bob' as RocketChatUserId });
	await users.add({ matrixId: dan, rocketChatId: 'bot-dan' as RocketChatUserId });
	return fake;
}

/** @returns the calls without the id that each new room gets */
const withoutCreationId = (calls: readonly Call[]) =>
	calls.map(([method, ...given]) =>
		method === 'homeserver.createRoom'
			? [method, given[0], { ...(given[1] as object), creation_content: undefined }]
			: [method, ...given],
	);
const newRoom = (invite: readonly UserId[]) => [
	'homeserver.createRoom',
	alice,
	{ preset: 'trusted_private_chat', is_direct: true, invite, creation_content: undefined },
];

/** @returns the code of what an opening fails with */
const codeOf = (opening: Promise<unknown>) =>
	opening.then(
		() => 'opened',
		(error: unknown) =>
			error instanceof FederationError ? error.code : (error as HomeserverError).errcode,
	);

describe('opening a direct message', () => {
	it('makes a room on Matrix and one in Rocket.Chat, and links them', async () => {
		const { bridge, calls } = await workspace();
		expect(await openDirectRoom(bridge, person('alice'), toBob)).to.equal('opened');
		expect(withoutCreationId(calls)).to.deep.equal([
			['homeserver.profile', bob],
			['rooms.directOf', ['alice', 'bob:far.example']],
			newRoom([bob]),
			['homeserver.state', alice, roomId],
			['rooms.ensureDirect', 'uid-alice', ['bob:far.example']],
			['rooms.directOf', ['alice', 'bob:far.example']],
			['rooms.mark', 'rid', roomId],
			['homeserver.latest', alice, roomId, 100],
		]);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: 'rid' });
	});

	it('invites colleagues by their ghosts, and they join', async () => {
		const { bridge, calls } = await workspace();
		await openDirectRoom(bridge, person('alice'), { external: [bob], local: [person('carol')] });
		expect(withoutCreationId(calls)).to.deep.include(newRoom([bob, carol]));
		expect(calls).to.deep.include(['homeserver.join', carol, roomId]);
		expect(calls).to.deep.include(['rooms.ensureDirect', 'uid-alice', ['bob:far.example', 'carol']]);
	});

	it('opens one room when it is asked for twice at once', async () => {
		const { bridge, calls } = await workspace();
		const opening = () => openDirectRoom(bridge, person('alice'), toBob);
		expect(await Promise.all([opening(), opening()])).to.deep.equal(['opened', 'opened']);
		expect(calls.filter(([method]) => method === 'homeserver.createRoom')).to.have.length(1);
	});

	it('opens one room when two of its people ask for it at once, in whatever order they name the others', async () => {
		const { bridge, calls } = await workspace();
		const results = await Promise.all([
			openDirectRoom(bridge, person('alice'), { external: [bob, dan], local: [person('carol')] }),
			openDirectRoom(bridge, person('carol'), { external: [dan, bob], local: [person('alice')] }),
		]);
		expect(results).to.deep.equal(['opened', 'opened']);
		expect(calls.filter(([method]) => method === 'homeserver.createRoom')).to.have.length(1);
	});

	it('opens a room for each group of people that asks at once', async () => {
		const { bridge, calls } = await workspace();
		await bridge.store.users.add({
			matrixId: '@rc_erin:example.org' as UserId,
			rocketChatId: 'uid-erin' as RocketChatUserId,
		});
		const groups = [toBob, { external: [dan], local: [] }, ...['carol', 'erin'].map(withColleague)];
		await Promise.all(groups.map((others) => openDirectRoom(bridge, person('alice'), others)));
		expect(calls.filter(([method]) => method === 'homeserver.createRoom')).to.have.length(4);
	});

	for (const [what, existing, isSince] of [
		['what was written before, if it existed and was not federated', { id: 'rid' }, 'before'],
		['nothing that was written before, if it is new', undefined, 'after'],
		['nothing that was sent to the room that it had before', marked, 'after'],
	] as const) {
		it(`sends ${what}`, async () => {
			const start = Date.now();
			const { bridge } = await workspace({
				'rooms.directOf': () => existing,
				'homeserver.membership': () => 'leave',
			});
			await openDirectRoom(bridge, person('alice'), toBob);
			const { checkedTo = 0 } = (await bridge.store.progress.of('rid' as RocketChatRoomId)) ?? {};
			const days = bridge.configuration.deliveryDays * 86_400_000;
			expect(checkedTo).to.be.within(
				...(isSince === 'before'
					? ([start - days, Date.now() - days] as const)
					: ([start, Date.now()] as const)),
			);
		});
	}

	it('makes the bot users with the names that were looked up, before the room', async () => {
		const { bridge, calls } = await workspace({ 'people.ensureBotUserNamed': () => 'bot-eve' });
		const eve = '@eve:far.example' as UserId;
		await openDirectRoom(bridge, person('alice'), { external: [eve], local: [] });
		const first = withoutCreationId(calls).slice(0, 4);
		expect(first.map(([method, ...told]) => [method, told[0], told[1]])).to.deep.equal([
			['homeserver.profile', eve, undefined],
			['rooms.directOf', ['alice', 'eve:far.example'], undefined],
			['people.ensureBotUserNamed', 'eve:far.example', 'Bob'],
			newRoom([eve]),
		]);
	});

	it('changes nothing where somebody cannot be reached', async () => {
		const { bridge, calls } = await workspace({
			'homeserver.profile': (userId: UserId) => {
				if (userId === dan) {
					throw new HomeserverError('M_NOT_FOUND', 404, 'Profile was not found');
				}
				return {};
			},
		});
		const opening = openDirectRoom(bridge, person('alice'), { external: [bob, dan], local: [] });
		expect(await codeOf(opening)).to.equal('user-unknown');
		expect(calls.map(([method]) => method)).to.deep.equal(['homeserver.profile', 'homeserver.profile']);
	});

	for (const membership of ['join', 'invite']) {
		it(`makes nothing where the room is there and the other person's membership is ${membership}`, async () => {
			const { bridge, calls } = await workspace({
				'rooms.directOf': () => marked,
				'homeserver.membership': (_as: UserId, _roomId: RoomId, userId: UserId) =>
					userId === alice ? 'join' : membership,
			});
			expect(await openDirectRoom(bridge, person('alice'), toBob)).to.equal('existed');
			expect(calls).to.deep.equal([
				['homeserver.profile', bob],
				['rooms.directOf', ['alice', 'bob:far.example']],
				['homeserver.membership', alice, oldRoomId, bob],
				['homeserver.membership', alice, oldRoomId, alice],
			]);
		});
	}

	it('invites into the room again who has left it', async () => {
		const { bridge, calls } = await workspace({
			'rooms.directOf': () => marked,
			'homeserver.membership': (_as: UserId, _roomId: RoomId, userId: UserId) =>
				userId === dan ? 'leave' : 'join',
		});
		const others = { external: [bob, dan], local: [] };
		expect(await openDirectRoom(bridge, person('alice'), others)).to.equal('existed');
		expect(calls.at(-1)).to.deep.equal(['homeserver.invite', alice, oldRoomId, dan]);
		expect(calls.filter(([method]) => method === 'homeserver.invite')).to.have.length(1);
	});

	const gone: readonly [what: string, answers: Answers][] = [
		[
			'everybody else has left it',
			{
				'homeserver.membership': (_as: UserId, _roomId: RoomId, userId: UserId) =>
					userId === alice ? 'join' : 'leave',
			},
		],
		[
			'the ghost was removed, and the homeserver shows who was in it then',
			{
				'homeserver.membership': (_as: UserId, _roomId: RoomId, userId: UserId) =>
					userId === alice ? 'leave' : 'join',
			},
		],
		[
			'the ghost is no longer in it',
			{
				'homeserver.membership': () => {
					throw new HomeserverError('M_FORBIDDEN', 403, 'You are not in the room');
				},
			},
		],
		['it is not marked', { 'rooms.directOf': () => ({ id: 'rid' }) }],
	];
	for (const [what, answers] of gone) {
		it(`makes a new room on Matrix for the direct message where ${what}`, async () => {
			const { bridge, calls } = await workspace({ 'rooms.directOf': () => marked, ...answers });
			expect(await openDirectRoom(bridge, person('alice'), toBob)).to.equal('opened');
			expect(calls).to.deep.include(['rooms.mark', 'rid', roomId]);
			expect(calls.map(([method]) => method)).not.to.include('homeserver.invite');
		});
	}

	it('makes no second room where the homeserver does not say who is in the first', async () => {
		const { bridge, calls } = await workspace({
			'rooms.directOf': () => marked,
			'homeserver.membership': () => {
				throw new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
			},
		});
		expect(await codeOf(openDirectRoom(bridge, person('alice'), toBob))).to.equal('TIMED_OUT');
		expect(calls.map(([method]) => method)).not.to.include('homeserver.createRoom');
	});

	const withCarol = { external: [bob], local: [person('carol')] };
	const failures: readonly [what: string, answers: Answers, code: string, reason: string][] = [
		[
			'the homeserver encrypts every new room',
			{ 'homeserver.state': () => [encryption] },
			'room-encrypted',
			'This person uses Rocket.Chat and cannot read encrypted rooms. Start a direct message without encryption.',
		],
		[
			'a colleague cannot join',
			{
				'homeserver.join': () => {
					throw new HomeserverError('M_FORBIDDEN', 403, 'no');
				},
			},
			'M_FORBIDDEN',
			'This person uses Rocket.Chat, and the room could not be opened there.',
		],
		[
			'Rocket.Chat refuses the direct message',
			{
				'rooms.ensureDirect': () => {
					throw new FederationError('unexpected');
				},
			},
			'unexpected',
			'This person uses Rocket.Chat, and the room could not be opened there.',
		],
	];
	for (const [what, answers, code, reason] of failures) {
		it(`leaves the new room with the reason where ${what}`, async () => {
			const { bridge, calls } = await workspace(answers);
			expect(await codeOf(openDirectRoom(bridge, person('alice'), withCarol))).to.equal(code);
			expect(calls.slice(-2)).to.deep.equal([
				['homeserver.leave', carol, roomId, reason],
				['homeserver.leave', alice, roomId, reason],
			]);
			expect(await bridge.store.rooms.byMatrixId(roomId)).to.equal(undefined);
		});
	}

	it('tells of the first failure where the room cannot be left either', async () => {
		const { bridge, calls } = await workspace({
			'homeserver.state': () => [encryption],
			'homeserver.leave': () => {
				throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
			},
		});
		expect(await codeOf(openDirectRoom(bridge, person('alice'), withCarol))).to.equal('room-encrypted');
		expect(calls.filter(([method]) => method === 'homeserver.leave')).to.have.length(2);
		const entry = {
			msg: 'a room could not be left',
			code: 'homeserver-unreachable',
			roomId,
			cause: 'HomeserverError: UNREACHABLE: no connection',
		};
		expect(loggedBy(bridge.log)).to.deep.equal([
			['warn', { ...entry, ghostId: carol }],
			['warn', { ...entry, ghostId: alice }],
		]);
	});
});
