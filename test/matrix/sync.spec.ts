import { expect } from 'chai';
import type { UserId } from '../../src/matrix/ids';
import { eventFilter, isPulledInvitation, syncAnswerOf } from '../../src/matrix/sync';

const ghost = '@rc_alice:example.org' as UserId;
const nothing = { nextBatch: undefined, rooms: [], invitations: [], ephemeral: [] };

describe('syncAnswerOf', () => {
	it('reads timelines of rooms, with the room in each event, and those of rooms that were left', () => {
		const answer = {
			next_batch: 's2',
			rooms: {
				join: {
					'!a:example.org': {
						timeline: {
							events: [{ event_id: '$1' }, 'no event'],
							limited: true,
							prev_batch: 'p1',
						},
					},
				},
				leave: { '!b:example.org': { timeline: { events: [{ event_id: '$2' }] } } },
			},
		};
		expect(syncAnswerOf(answer, ghost, 's1')).to.deep.equal({
			nextBatch: 's2',
			rooms: [
				{
					roomId: '!b:example.org',
					events: [{ event_id: '$2', room_id: '!b:example.org' }],
					isLimited: false,
					prevBatch: undefined,
				},
				{
					roomId: '!a:example.org',
					events: [{ event_id: '$1', room_id: '!a:example.org' }],
					isLimited: true,
					prevBatch: 'p1',
				},
			],
			invitations: [],
			ephemeral: [],
		});
	});

	it('reads who is typing, and does not list a room that has only that', () => {
		const typing = { type: 'm.typing', content: { user_ids: ['@bob:far.example'] } };
		const receipt = { type: 'm.receipt', content: {} };
		const room = { timeline: { events: [], limited: false }, ephemeral: { events: [receipt, typing] } };
		const answer = { next_batch: 's2', rooms: { join: { '!a:example.org': room } } };
		expect(syncAnswerOf(answer, ghost, 's1')).to.deep.equal({
			...nothing,
			nextBatch: 's2',
			ephemeral: [{ type: 'm.typing', roomId: '!a:example.org', userIds: ['@bob:far.example'] }],
		});
	});

	it('reads the presence of people, which belongs to no room', () => {
		const presence = {
			type: 'm.presence',
			sender: '@bob:far.example',
			content: { presence: 'online', status_msg: 'At my desk' },
		};
		expect(syncAnswerOf({ presence: { events: [presence, 7] } }, ghost, 's1').ephemeral).to.deep.equal([
			{ type: 'm.presence', userId: '@bob:far.example', presence: 'online', text: 'At my desk' },
		]);
	});

	it('asks for presence beside the rooms, and only if it is wanted', () => {
		expect(eventFilter(5, ['m.typing', 'm.presence'])).to.deep.include({
			presence: { types: ['m.presence'] },
		});
		expect(eventFilter(5, ['m.typing'])).to.deep.include({ presence: { types: [] } });
		expect(JSON.stringify(eventFilter(5, ['m.typing', 'm.presence']))).to.contain(
			'"ephemeral":{"types":["m.typing"]}',
		);
	});

	it('makes an event of an invitation, with the same id for the same token', () => {
		const member = {
			type: 'm.room.member',
			state_key: ghost,
			sender: '@bob:far.example',
			content: { membership: 'invite', is_direct: true },
		};
		const events = [{ type: 'm.room.encryption', content: {} }, member];
		const answer = {
			next_batch: 's2',
			rooms: { invite: { '!a:far.example': { invite_state: { events } } } },
		};
		const [invitation] = syncAnswerOf(answer, ghost, 's1').invitations;
		expect(invitation).to.deep.include({
			...member,
			room_id: '!a:far.example',
			unsigned: { invite_room_state: events },
		});
		const idAfter = (token: string) => syncAnswerOf(answer, ghost, token).invitations[0]?.event_id;
		expect(idAfter('s1')).to.equal(invitation?.event_id);
		expect(idAfter('s3')).not.to.equal(invitation?.event_id);
		expect(isPulledInvitation(String(invitation?.event_id))).to.equal(true);
	});

	it('takes nothing from a malformed answer', () => {
		const malformed = [
			undefined,
			'text',
			{},
			{ rooms: 1 },
			{ rooms: { join: [], invite: { '!a:b': {} } } },
		];
		for (const answer of malformed) {
			expect(syncAnswerOf(answer, ghost, 's1')).to.deep.equal(nothing);
		}
		const wrongRoom = { rooms: { join: { 'no room': { timeline: { events: [] } }, '!a:b.c': {} } } };
		expect(syncAnswerOf(wrongRoom, ghost, 's1')).to.deep.equal(nothing);
	});

	it('leaves out a room whose state has no invitation of the user', () => {
		const events = [
			{ type: 'm.room.member', state_key: '@rc_b:example.org', content: { membership: 'invite' } },
		];
		const answer = { rooms: { invite: { '!a:far.example': { invite_state: { events } } } } };
		expect(syncAnswerOf(answer, ghost, 's1')).to.deep.equal(nothing);
	});
});
