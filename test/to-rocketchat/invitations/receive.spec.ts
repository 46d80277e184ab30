import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { StateEvent } from '../../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import type { Answers } from '../../support/fake-bridge';
import { planOn } from '../../support/fake-plan';
import {
	aliceHere,
	aliceId,
	both,
	encryption,
	invitation,
	invitedWorkspace,
	memberOf,
} from '../../support/invited-workspace';
import { alice, bob, dan, elsewhere, roomId } from '../../support/matrix-room';
import { changeLink } from '../../support/change-link';

const onlyOfTwo =
	'This person uses Rocket.Chat, with a plan that includes only direct messages between two people.';
const encrypted =
	'This person uses Rocket.Chat and cannot read encrypted rooms. Start a direct message without encryption.';
const nobody = 'Nobody has this id, or the account is not active. Please check the spelling.';
const byUser = 'The invited person has declined.';
const title = '`@bob:far.example` invites you to a direct message on Matrix.';
const howToAnswer = 'Without the buttons: `/federation accept 1` or `/federation decline 1`.';
const forbidden = () => {
	throw new HomeserverError('M_FORBIDDEN', 403, 'not invited');
};

describe('an invitation from Matrix', () => {
	it('is accepted at once by policy, the room is linked to the direct message of the two, and the bot says so', async () => {
		const { bridge, done, shown } = await invitedWorkspace();
		await relayToRocketChat(bridge, invitation());
		expect(
			done().map(([method, ...given]) =>
				method === 'messages.putCard' ? [method] : [method, ...given],
			),
		).to.deep.equal([
			['rooms.directOf', ['alice', 'bob:far.example']],
			['homeserver.join', alice, roomId],
			['homeserver.state', alice, roomId],
			['rooms.ensureDirect', 'bot-bob', ['alice']],
			['rooms.mark', 'rid', roomId],
			['homeserver.latest', alice, roomId, 100],
			['rooms.ensureDirect', 'bot', ['alice']],
			['messages.putCard'],
		]);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: 'rid' });
		expect(shown()).to.deep.equal([
			{
				lines: [
					title,
					'✓ Accepted automatically, as this workspace is set up. You find the direct message in your list of rooms.',
				],
				buttons: [],
			},
		]);
	});

	it('that was accepted and comes again changes nothing', async () => {
		const { bridge, calls, done } = await invitedWorkspace({ 'rooms.directOf': () => ({ id: 'rid' }) });
		await relayToRocketChat(bridge, invitation());
		calls.splice(0);
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.equal([]);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: 'rid' });
	});

	it('that is accepted by policy comes again after an outage of the homeserver', async () => {
		let failures = 1;
		const { bridge, stored } = await invitedWorkspace({
			'homeserver.join': () => {
				if (failures-- > 0) {
					throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
				}
			},
		});
		const failure: unknown = await relayToRocketChat(bridge, invitation()).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'homeserver-unreachable' });
		expect((await stored())?.state).to.equal('joining');
		await relayToRocketChat(bridge, invitation());
		expect((await stored())?.state).to.equal('joined');
	});

	it('into the direct message of another pair is declined if the plan has only those of two', async () => {
		const { bridge: starter, done } = await invitedWorkspace({
			'rooms.directOf': () => ({ id: 'another' }),
		});
		const bridge = { ...starter, plan: planOn('community') };
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.equal([
			['rooms.directOf', ['alice', 'bob:far.example']],
			['homeserver.leave', alice, roomId, onlyOfTwo],
		]);
	});

	const declined: readonly [
		what: string,
		change: object,
		content: object,
		answers: Answers,
		reason: string,
	][] = [
		[
			'into an encrypted room',
			{ unsigned: { invite_room_state: [{ type: 'm.room.name' }, encryption] } },
			{},
			{},
			encrypted,
		],
		[
			'into a space',
			{ unsigned: { invite_room_state: [{ type: 'm.room.create', content: { type: 'm.space' } }] } },
			{ is_direct: undefined },
			{},
			'This person uses Rocket.Chat, where there are no spaces. Invite them to a room.',
		],
		[
			'of somebody deactivated',
			{},
			{},
			{ 'people.byId': () => ({ ...aliceHere, isEnabled: false }) },
			nobody,
		],
		['of nobody', {}, {}, { 'people.byId': () => undefined }, nobody],
	];
	for (const [what, change, content, answers, reason] of declined) {
		for (const policy of ['accept', 'ask'] as const) {
			it(`${what} is declined before the ghost joins, with the policy ${policy}`, async () => {
				const { bridge, done } = await invitedWorkspace(answers, policy);
				await relayToRocketChat(bridge, invitation(change, content));
				expect(done()).to.deep.equal([['homeserver.leave', alice, roomId, reason]]);
			});
		}
	}

	for (const isDirect of [undefined, 'true']) {
		it(`whose \`is_direct\` is ${isDirect ?? 'missing'} is one to a room, and the card names the room`, async () => {
			const { bridge, shown } = await invitedWorkspace({}, 'ask');
			const name = { type: 'm.room.name', state_key: '', content: { name: 'The lobby' } };
			const change = { unsigned: { invite_room_state: [name] } };
			await relayToRocketChat(bridge, invitation(change, { is_direct: isDirect }));
			expect(shown()).to.deep.equal([
				{
					lines: ['`@bob:far.example` invites you to the room `The lobby` on Matrix.', howToAnswer],
					buttons: ['Accept', 'Decline'],
				},
			]);
		});
	}

	it('to a room is declined if the plan has no federated rooms', async () => {
		const { bridge, done } = await invitedWorkspace({}, 'ask');
		await relayToRocketChat(
			{ ...bridge, plan: planOn('community') },
			invitation({}, { is_direct: undefined }),
		);
		const reason =
			'This person uses Rocket.Chat, with a plan that includes only direct messages between two people.';
		expect(done()).to.deep.equal([['homeserver.leave', alice, roomId, reason]]);
	});

	it('of nobody is declined by a ghost that is registered for it', async () => {
		let isRegistered = false;
		const { bridge, done } = await invitedWorkspace({
			'people.byId': () => undefined,
			'homeserver.register': () => (isRegistered = true),
			'homeserver.leave': () => isRegistered || forbidden(),
		});
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.equal([
			['homeserver.leave', alice, roomId, nobody],
			['homeserver.register', 'rc_alice'],
			['homeserver.leave', alice, roomId, nobody],
		]);
	});

	it('that cannot be declined any more is not parked', async () => {
		const { bridge, done, stored } = await invitedWorkspace({
			'people.byId': () => undefined,
			'homeserver.register': () => undefined,
			'homeserver.leave': forbidden,
		});
		await relayToRocketChat(bridge, invitation());
		expect(done().map(([method]) => method)).to.deep.equal([
			'homeserver.leave',
			'homeserver.register',
			'homeserver.leave',
		]);
		expect(await stored()).to.equal(undefined);
	});

	const leftAgain: readonly [what: string, state: readonly StateEvent[], reason: string][] = [
		['is encrypted', [...both, encryption], encrypted],
		['has a third person in it', [...both, memberOf(dan, 'join')], onlyOfTwo],
		['has a third person invited', [...both, memberOf(dan, 'invite')], onlyOfTwo],
		['has a colleague in it', [...both, memberOf('@rc_carol:example.org', 'join')], onlyOfTwo],
	];
	for (const [what, state, reason] of leftAgain) {
		it(`is left again where the room ${what}, which only members see, and the plan lacks it`, async () => {
			const {
				bridge: starter,
				done,
				shown,
			} = await invitedWorkspace({ 'homeserver.state': () => state });
			const bridge = { ...starter, plan: planOn('community') };
			await relayToRocketChat(bridge, invitation());
			expect(done().slice(0, 4)).to.deep.equal([
				['rooms.directOf', ['alice', 'bob:far.example']],
				['homeserver.join', alice, roomId],
				['homeserver.state', alice, roomId],
				['homeserver.leave', alice, roomId, reason],
			]);
			expect(await bridge.store.rooms.byMatrixId(roomId)).to.equal(undefined);
			expect(shown()[0]?.lines[1])
				.to.match(/this workspace cannot use it/)
				.and.include(reason.replace('Rocket.Chat', 'Rocket.\u2060Chat'));
		});
	}

	it('of several people becomes the direct message of all who are there', async () => {
		const { bridge, done } = await invitedWorkspace({
			'homeserver.state': () => [...both, memberOf(dan, 'invite')],
		});
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.include(['rooms.ensureDirect', 'bot-bob', ['alice', 'dan:far.example']]);
		expect(done()).to.deep.include(['rooms.mark', 'rid', roomId]);
	});

	it('of more people than a direct message here may have is left again', async () => {
		const many = Array.from({ length: 9 }, (_, index) => memberOf(`@p${index}:far.example`, 'join'));
		const { bridge, shown } = await invitedWorkspace({
			'homeserver.state': () => [...both, ...many],
			'people.ensureBotUserNamed': (username: string) => `bot-${username}`,
			'homeserver.profile': () => ({}),
		});
		await relayToRocketChat(bridge, invitation());
		expect(shown()[0]?.lines[1]).to.match(/a direct message may not have so many people/);
	});

	it('into the direct message of others goes on in a new one, and the old one says where', async () => {
		const { bridge, calls, done } = await invitedWorkspace({
			'homeserver.state': () => [...both, memberOf('@rc_carol:example.org', 'join')],
			'people.byId': (id: string) =>
				id === aliceId ? aliceHere : { id, username: 'carol', type: 'user', isEnabled: true },
			'rooms.ensureDirect': (creator: string) => (creator === 'bot' ? 'bot-rid' : 'new-rid'),
			'rooms.unmark': () => undefined,
			'messages.post': ({ origin }: { origin: { messageId: string } }) => origin.messageId,
		});
		const { store } = bridge;
		const carol = '@rc_carol:example.org' as UserId;
		await store.users.add({ matrixId: carol, rocketChatId: 'uid-carol' as RocketChatUserId });
		await store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
		await changeLink(store.users, bob, { alias: 'Bobby' });
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.include(['rooms.ensureDirect', 'bot-bob', ['alice', 'carol']]);
		const posts = calls.filter(([method]) => method === 'messages.post').map(([, post]) => post);
		expect(posts).to.have.length(1);
		expect(posts[0]).to.include({ roomId: 'rid', senderId: 'bot-bob', alias: 'Bobby' });
		expect((posts[0] as { text: string }).text).to.include('http://workspace.test/direct/new-rid');
		expect(done()).to.deep.include(['rooms.unmark', 'rid']);
		expect(await store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: 'new-rid' });
		expect(await store.progress.of('rid' as RocketChatRoomId)).to.equal(undefined);
	});

	it('is accepted where a colleague is invited, too, and has not accepted', async () => {
		const { bridge, done } = await invitedWorkspace({
			'homeserver.state': () => [...both, memberOf('@rc_carol:example.org', 'invite')],
		});
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.include(['rooms.mark', 'rid', roomId]);
	});

	it('is accepted where a third person has left the room', async () => {
		const { bridge, done } = await invitedWorkspace({
			'homeserver.state': () => [...both, memberOf(dan, 'leave'), memberOf('@eve:far.example', 'ban')],
		});
		await relayToRocketChat(bridge, invitation());
		expect(done()).to.deep.include(['rooms.mark', 'rid', roomId]);
	});
});

describe('an invitation from Matrix, where the policy is to ask', () => {
	it('becomes a card with two buttons', async () => {
		const { bridge, done, cards, shown, stored } = await invitedWorkspace({}, 'ask');
		await relayToRocketChat(bridge, invitation());
		expect(done().map(([method]) => method)).to.deep.equal([
			'rooms.directOf',
			'rooms.ensureDirect',
			'messages.putCard',
		]);
		expect(shown()).to.deep.equal([{ lines: [title, howToAnswer], buttons: ['Accept', 'Decline'] }]);
		const [card] = cards.values();
		expect(card).to.deep.include({ roomId: 'bot-rid', senderId: 'bot' });
		expect(card?.origin).to.include({ eventId: '$event', sender: bob });
		expect(await stored()).to.include({
			...{ roomId, ghostId: alice, userId: aliceId },
			inviter: bob,
			state: 'open',
			number: 1,
		});
	});

	it('that is handled twice becomes one card', async () => {
		const { bridge, shown } = await invitedWorkspace({}, 'ask');
		await relayToRocketChat(bridge, invitation());
		await relayToRocketChat(bridge, invitation());
		expect(shown()).to.deep.equal([{ lines: [title, howToAnswer], buttons: ['Accept', 'Decline'] }]);
	});

	it('that comes by push and by pull becomes one card', async () => {
		const { bridge, shown } = await invitedWorkspace({}, 'ask');
		await relayToRocketChat(bridge, invitation({ eventId: '$invitation-pulled' as EventId }));
		await relayToRocketChat(bridge, invitation());
		expect(shown()).to.deep.equal([{ lines: [title, howToAnswer], buttons: ['Accept', 'Decline'] }]);
	});

	it('that is repeated changes its card', async () => {
		const { bridge, shown } = await invitedWorkspace({}, 'ask');
		await relayToRocketChat(bridge, invitation());
		await relayToRocketChat(bridge, invitation({ eventId: '$second' as EventId }));
		expect(shown()).to.deep.equal([
			{ lines: [`${title} Invited 2 times.`, howToAnswer], buttons: ['Accept', 'Decline'] },
		]);
	});

	it('that is withdrawn loses its buttons, and has them again once it is repeated', async () => {
		const { bridge, shown } = await invitedWorkspace({ 'rooms.byId': () => undefined }, 'ask');
		await relayToRocketChat(bridge, invitation());
		await relayToRocketChat(
			bridge,
			invitation({ eventId: '$taken' as EventId }, { membership: 'leave' }),
		);
		expect(shown()).to.deep.equal([{ lines: [title, 'The invitation was withdrawn.'], buttons: [] }]);
		await relayToRocketChat(bridge, invitation({ eventId: '$second' as EventId }));
		expect(shown()).to.deep.equal([
			{ lines: [`${title} Invited 2 times.`, howToAnswer], buttons: ['Accept', 'Decline'] },
		]);
	});

	it('is to a direct message if an earlier one was, since clients mark only the first', async () => {
		const { bridge, shown } = await invitedWorkspace({}, 'ask');
		await relayToRocketChat(bridge, invitation());
		await relayToRocketChat(
			bridge,
			invitation({ eventId: '$second' as EventId }, { is_direct: undefined }),
		);
		expect(shown()).to.deep.equal([
			{ lines: [`${title} Invited 2 times.`, howToAnswer], buttons: ['Accept', 'Decline'] },
		]);
	});

	it('that the workspace cannot use any more when it is repeated loses its buttons', async () => {
		const { bridge, done, shown } = await invitedWorkspace({}, 'ask');
		await relayToRocketChat(bridge, invitation());
		const state = { unsigned: { invite_room_state: [encryption] } };
		await relayToRocketChat(bridge, invitation({ eventId: '$second' as EventId, ...state }));
		expect(done()).to.deep.include(['homeserver.leave', alice, roomId, encrypted]);
		expect(shown()[0]?.lines[1]).to.match(/not valid any more/);
		expect(shown()[0]?.buttons).to.deep.equal([]);
	});

	it('stays declined for the same room and inviter, and not for others', async () => {
		const { bridge, done, cards, become } = await invitedWorkspace({}, 'ask');
		await relayToRocketChat(bridge, invitation());
		await become('declined');
		await relayToRocketChat(bridge, invitation({ eventId: '$second' as EventId }));
		expect(done()).to.deep.include(['homeserver.leave', alice, roomId, byUser]);
		expect(cards.size).to.equal(1);
		await relayToRocketChat(bridge, invitation({ eventId: '$third' as EventId, roomId: elsewhere }));
		await relayToRocketChat(bridge, invitation({ eventId: '$fourth' as EventId, sender: dan }));
		expect(cards.size).to.equal(3);
	});

	it('into a room that the person has left since becomes another card', async () => {
		const { bridge, cards, become, stored } = await invitedWorkspace(
			{ 'homeserver.membership': forbidden },
			'ask',
		);
		await relayToRocketChat(bridge, invitation());
		await become('joined');
		await relayToRocketChat(bridge, invitation({ eventId: '$second' as EventId }));
		expect(cards.size).to.equal(2);
		expect((await stored())?.state).to.equal('open');
	});

	it('into a room that the person is in changes nothing', async () => {
		const { bridge, cards, become, stored } = await invitedWorkspace(
			{ 'homeserver.membership': () => 'join' },
			'ask',
		);
		await relayToRocketChat(bridge, invitation());
		await become('joined');
		await relayToRocketChat(bridge, invitation({ eventId: '$second' as EventId }));
		expect(cards.size).to.equal(1);
		expect((await stored())?.state).to.equal('joined');
	});

	const from = (sender: string, number: number) =>
		invitation({
			eventId: `$event-${number}` as EventId,
			roomId: `!room-${number}:far.example` as RoomId,
			sender: sender as UserId,
		});

	it('becomes a line with a count from the fourth of one person on', async () => {
		const { bridge, shown } = await invitedWorkspace({}, 'ask');
		for (let number = 1; number <= 10; number++) {
			await relayToRocketChat(bridge, from(bob, number));
		}
		expect(shown()).to.have.length(4);
		expect(shown().at(-1)).to.deep.equal({
			lines: [
				'`@bob:far.example` has sent you many more invitations on Matrix: 7.',
				'Waiting for your answer: 7. `/federation invitations` lists them; `/federation decline @bob:far.example` declines all of `@bob:far.example`.',
			],
			buttons: [],
		});
	});

	it('becomes a line with a count from the eleventh of one server on, and is declined beyond a hundred', async () => {
		const { bridge, shown, done } = await invitedWorkspace({}, 'ask');
		for (let number = 1; number <= 101; number++) {
			await relayToRocketChat(bridge, from(`@p${number}:far.example`, number));
		}
		expect(shown()).to.have.length(11);
		expect(shown().at(-1)?.lines[0]).to.equal(
			'`far.example` has sent you many more invitations on Matrix: 90.',
		);
		expect(done().at(-1)).to.deep.equal([
			...['homeserver.leave', alice, '!room-101:far.example'],
			'Too many invitations from this server wait for an answer of this person.',
		]);
		await relayToRocketChat(bridge, from('@eve:other.example', 102));
		expect(shown()).to.have.length(12);
	});
});
