import { expect } from 'chai';
import { joinFederatedRoom } from '../../../src/to-rocketchat/invitations/join-room';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import { RoomNameTaken, type NewRoom } from '../../../src/rocketchat/rooms';
import type { Answers } from '../../support/fake-bridge';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import { aliceHere, invitedWorkspace } from '../../support/invited-workspace';
import { alice, bob, roomId } from '../../support/matrix-room';

/** The state of a room by the types of its events, whose state keys are empty. */
type State = Readonly<Record<string, object>>;

/** Alice accepts Bob's invitation to a room with this state. */
async function accepted(state: State, answers: Answers = {}) {
	const created: NewRoom[] = [];
	const { bridge, done } = await invitedWorkspace({
		'homeserver.stateEvent': (_as: string, _roomId: string, type: string) =>
			state[type] && { type, state_key: '', sender: bob, content: state[type] },
		'homeserver.joinedMembers': () => new Map([[bob, {}]]),
		'homeserver.memberEvent': () => undefined,
		'people.roomIdsOf': () => [],
		'rooms.create': (room: NewRoom) => {
			created.push(room);
			return 'rid';
		},
		'rooms.addMember': () => undefined,
		...answers,
	});
	const refusal = await joinFederatedRoom(
		bridge,
		{ ghostId: alice, roomId, inviter: bob },
		aliceHere as unknown as RocketChatUser,
	);
	return { bridge, refusal, created, done };
}

describe('a room of Matrix that somebody joins', () => {
	const named: readonly [what: string, state: State, name: string, displayName: string][] = [
		['its name', { 'm.room.name': { name: 'The Lobby' } }, 'the-lobby', 'The Lobby'],
		[
			'its name, not that of its address',
			{ 'm.room.name': { name: 'Café' }, 'm.room.canonical_alias': { alias: '#bar:far.example' } },
			'cafe',
			'Café',
		],
		[
			'its address if it has no name',
			{ 'm.room.canonical_alias': { alias: '#bar:far.example' } },
			'bar-far.example',
			'#bar:far.example',
		],
		[
			'its address if its name is blank',
			{ 'm.room.name': { name: ' ' }, 'm.room.canonical_alias': { alias: '#bar:far.example' } },
			'bar-far.example',
			'#bar:far.example',
		],
		['the inviter if it has neither', {}, 'room-of-bob', 'Room of bob'],
	];
	for (const [what, state, name, displayName] of named) {
		it(`is named in Rocket.Chat after ${what}`, async () => {
			const { created } = await accepted(state);
			expect(created).to.deep.equal([
				{ ...{ name, displayName, isPublic: false, creatorId: 'bot-bob' }, mark: { roomId } },
			]);
		});
	}

	it('has its server in the name if another room has the name', async () => {
		const tried: string[] = [];
		await accepted(
			{ 'm.room.name': { name: 'The Lobby' } },
			{
				'rooms.create': ({ name, displayName }: NewRoom) => {
					tried.push(`${name} ${displayName}`);
					if (name === 'the-lobby') {
						throw new RoomNameTaken('the-lobby');
					}
					return 'rid';
				},
				'rooms.shownNameOf': () => 'The lobby',
			},
		);
		expect(tried).to.deep.equal(['the-lobby The Lobby', 'the-lobby-far.example The Lobby (far.example)']);
	});

	for (const [rule, isPublic] of [
		['public', true],
		['invite', false],
		['knock', false],
		['org.example.unknown', false],
	] as const) {
		it(`becomes a ${isPublic ? 'channel' : 'group'} if its join rule is ${rule}`, async () => {
			const { created } = await accepted({ 'm.room.join_rules': { join_rule: rule } });
			expect(created.map((room) => room.isPublic)).to.deep.equal([isPublic]);
		});
	}

	for (const [what, state, refusal, reason] of [
		[
			'a space',
			{ 'm.room.create': { type: 'm.space' } },
			'decline_space',
			'This person uses Rocket.Chat, where there are no spaces. Invite them to a room.',
		],
		[
			'encrypted',
			{ 'm.room.encryption': { algorithm: 'm.megolm.v1.aes-sha2' } },
			'decline_encrypted',
			'This person uses Rocket.Chat and cannot read encrypted rooms. Start a direct message without encryption.',
		],
	] as const) {
		it(`is left again, and none is made here, if it turns out to be ${what}`, async () => {
			const joined = await accepted(state);
			expect(joined.refusal).to.equal(refusal);
			expect(joined.created).to.deep.equal([]);
			expect(joined.done().at(-1)).to.deep.equal(['homeserver.leave', alice, roomId, reason]);
			expect(await joined.bridge.store.rooms.byMatrixId(roomId)).to.equal(undefined);
		});
	}

	it('is not joined again if somebody there removes the person before the members are compared', async () => {
		const { done, bridge } = await accepted(
			{},
			{
				'homeserver.joinedMembers': () => {
					throw new HomeserverError('M_FORBIDDEN', 403, 'not in the room');
				},
				'homeserver.memberEvent': () => ({
					...{ type: 'm.room.member', state_key: alice, sender: bob },
					content: { membership: 'leave' },
				}),
				'rooms.members': () => [aliceHere],
				'rooms.removeMember': () => undefined,
			},
		);
		expect(done().filter(([method]) => method === 'homeserver.join')).to.have.length(1);
		expect(done()).to.deep.include(['rooms.removeMember', 'rid', aliceHere.username]);
		expect(await bridge.store.members.of(roomId)).to.deep.equal(new Set());
	});

	it('is the one that was made for it before the app was interrupted', async () => {
		const { bridge, created } = await accepted(
			{ 'm.room.name': { name: 'The Lobby' } },
			{
				'people.roomIdsOf': () => ['other', 'rid'],
				'rooms.byId': (id: string) => ({
					...{
						id,
						customFields: { federation: { roomId: id === 'rid' ? roomId : '!x:far.example' } },
					},
				}),
			},
		);
		expect(created).to.deep.equal([]);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: 'rid', kind: 'room' });
	});
});
