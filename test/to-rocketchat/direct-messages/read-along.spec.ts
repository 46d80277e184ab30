import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatMessage, RocketChatUser } from '../../../src/rocketchat/entities';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { deliverMessage } from '../../../src/to-matrix/delivery';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { relayReadersIn } from '../../../src/to-rocketchat/direct-messages/guests';
import type { Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { bob, dan, eventOf, linkedRoom, roomId } from '../../support/matrix-room';

const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true, roles: ['user'] };
const botBob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot' };
const replacement = '!new:example.org' as RoomId;

async function setUp(readAlong: 'tell' | 'stop' = 'tell', more: Answers = {}) {
	const homeserver = new FakeHomeserver();
	const { bridge, calls } = await linkedRoom({
		...homeserver.answers,
		'messages.tell': () => undefined,
		'messages.tellRoom': () => undefined,
		'rooms.members': () => [account, botBob],
		'rooms.mark': () => undefined,
		'homeserver.latest': () => [],
		...more,
	});
	const configured = { ...bridge, configuration: { ...bridge.configuration, readAlong } };
	let events = 0;
	return {
		bridge: configured,
		calls,
		homeserver,
		happens: (type: string, content: object, change: object = {}) =>
			relayToRocketChat(
				configured,
				eventOf(type, content, { eventId: `$${++events}` as EventId, stateKey: '', ...change }),
			),
		write: (id: string) =>
			deliverMessage(
				configured,
				{
					...{ id, text: id, room: { id: 'rid' }, createdAt: new Date() },
					sender: account as unknown as RocketChatUser,
				} as unknown as RocketChatMessage,
				roomId,
			),
		posted: () =>
			calls
				.filter(([method]) => method === 'messages.post')
				.map(([, post]) => (post as { text: string }).text.split(/[.:] /)[0]),
		told: () => calls.filter(([method]) => method === 'messages.tell').map(([, , , text]) => text),
	};
}

describe('who may read along', () => {
	it('is said once per change, and again when it ends', async () => {
		const { happens, posted } = await setUp();
		await happens('m.room.join_rules', { join_rule: 'public' });
		await happens('m.room.join_rules', { join_rule: 'restricted' });
		await happens('m.room.history_visibility', { history_visibility: 'joined' });
		await happens('m.room.history_visibility', { history_visibility: 'world_readable' });
		await happens('m.room.join_rules', { join_rule: 'knock' });
		expect(posted()).to.deep.equal([
			'`@bob:far.example` has opened this conversation on Matrix',
			'`@bob:far.example` has made this conversation public on Matrix',
			'`@bob:far.example` has closed this conversation on Matrix',
		]);
	});

	it('in a federated room is said of its history, and stops nothing', async () => {
		const { bridge, happens, posted } = await setUp('stop', { 'rooms.addMember': () => undefined });
		const link = { matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId, kind: 'room' } as const;
		await bridge.store.rooms.change(link);
		await bridge.store.progress.save({
			roomId: link.rocketChatId,
			matrixRoomId: roomId,
			from: 0,
			checkedTo: 0,
		});
		await happens('m.room.history_visibility', { history_visibility: 'shared' });
		await happens('m.room.history_visibility', { history_visibility: 'world_readable' });
		await happens('m.room.history_visibility', { history_visibility: 'world_readable' });
		await happens('m.room.history_visibility', { history_visibility: 'invited' });
		expect(posted()).to.deep.equal([
			'`@bob:far.example` has made this room public on Matrix',
			'`@bob:far.example` has made this room private on Matrix again',
		]);
	});

	it('is said for a third person, once, whether invited or joined, and when they go', async () => {
		const { happens, posted } = await setUp();
		const erin = '@erin:far.example';
		await happens('m.room.member', { membership: 'invite' }, { stateKey: erin });
		await happens('m.room.member', { membership: 'join' }, { stateKey: erin, sender: erin });
		await happens('m.room.member', { membership: 'leave' }, { stateKey: erin, sender: erin });
		await happens('m.room.member', { membership: 'join' }, { stateKey: bob });
		expect(posted()).to.deep.equal([
			'`@bob:far.example` has invited `@erin:far.example` into this conversation on Matrix',
			'`@erin:far.example` is not in this conversation on Matrix any more.',
		]);
	});

	const changes: readonly [what: string, type: string, content: object, change: object][] = [
		['a room that was opened', 'm.room.join_rules', { join_rule: 'public' }, {}],
		['a third person', 'm.room.member', { membership: 'invite' }, { stateKey: '@erin:far.example' }],
	];
	for (const [what, type, content, change] of changes) {
		it(`counts from before the line about ${what}, so that no message is sent between the two`, async () => {
			const sent: string[] = [];
			const { happens, write, homeserver } = await setUp('stop', {
				'messages.post': async ({ origin }: { origin: { messageId: string } }) => {
					await write('in between');
					sent.push(...homeserver.readable());
					return origin.messageId;
				},
			});
			await happens(type, content, change);
			expect(sent).to.deep.equal([]);
		});

		it(`has a line about ${what} also if the app ended before it was posted`, async () => {
			let isEnding = true;
			const lines: string[] = [];
			const { happens } = await setUp('tell', {
				'messages.post': ({ text, origin }: { text: string; origin: { messageId: string } }) => {
					if (isEnding) {
						throw new Error('the app ends');
					}
					lines.push(text);
					return origin.messageId;
				},
			});
			const again = { ...change, eventId: '$change' as EventId };
			await happens(type, content, again).catch(() => undefined);
			isEnding = false;
			await happens(type, content, again);
			await happens(type, content, again);
			expect(lines).to.have.length(1);
		});
	}

	it('does not keep the words of a third person out, whom the app did not see coming', async () => {
		let refused = 0;
		const { happens, calls, bridge } = await setUp('tell', {
			'people.ensureBotUserNamed': () => 'bot-erin',
			'homeserver.profile': () => ({}),
			'messages.post': ({ senderId, origin }: { senderId: string; origin: { messageId: string } }) => {
				if (senderId === 'bot-erin') {
					refused += 1;
					throw new Error('error-not-allowed');
				}
				return origin.messageId;
			},
		});
		const erin = '@erin:far.example' as UserId;
		const content = { msgtype: 'm.text', body: 'hi' };
		await happens('m.room.message', content, { stateKey: undefined, sender: erin });
		await happens('m.room.message', content, { stateKey: undefined, sender: erin });
		const posts = calls.filter(([method]) => method === 'messages.post').map(([, post]) => post);
		expect(posts.map((post) => (post as { text: string }).text).slice(1)).to.deep.equal([
			'`@erin:far.example` has joined this conversation on Matrix and can read what you write here from now on.\n`@erin:far.example` writes on Matrix:\nhi',
			'`@erin:far.example` writes on Matrix:\nhi',
		]);
		expect(refused).to.equal(1);
		expect(await bridge.store.parked.all()).to.deep.equal([]);
	});

	it('is found in the state of the room where the events were missed', async () => {
		const { bridge, posted } = await setUp();
		const state = [
			{ type: 'm.room.join_rules', content: { join_rule: 'public' } },
			{ type: 'm.room.member', state_key: '@erin:far.example', content: { membership: 'join' } },
			{ type: 'm.room.member', state_key: dan, content: { membership: 'leave' } },
		].map((event, index) => ({ state_key: '', sender: bob, event_id: `$s${index}`, ...event }));
		await relayReadersIn(bridge, roomId, state);
		await relayReadersIn(bridge, roomId, state);
		expect(posted()).to.have.length(2);
	});

	it('is not the person who has left: the state of the room says it before the event comes', async () => {
		const { bridge, happens, write, posted, homeserver, told } = await setUp();
		const left = { type: 'm.room.member', state_key: bob, sender: bob, content: { membership: 'leave' } };
		await relayReadersIn(bridge, roomId, [{ ...left, event_id: '$left' }]);
		expect(await write('one')).to.equal(false);
		expect(homeserver.readable()).to.deep.equal([]);
		expect(told()).to.have.length(1);
		const change = {
			...{ stateKey: bob, sender: bob, eventId: '$left' as EventId },
			unsigned: { prev_content: { membership: 'invite' } },
		};
		await happens('m.room.member', left.content, change);
		await happens('m.room.member', left.content, change);
		expect(posted()).to.have.length(1);
		expect(posted()[0]).to.match(/has declined the invitation to this direct message on Matrix/);
		await relayReadersIn(bridge, roomId, [
			{ ...left, event_id: '$back', content: { membership: 'join' } },
		]);
		expect(await write('two')).to.equal(true);
	});

	it('stops nothing by default', async () => {
		const { happens, write, homeserver } = await setUp();
		await happens('m.room.join_rules', { join_rule: 'public' });
		expect(await write('one')).to.equal(true);
		expect(homeserver.readable()).to.deep.equal(['one']);
	});

	it('stops relaying if the setting says so', async () => {
		const { happens, write, homeserver, told } = await setUp('stop');
		await happens('m.room.member', { membership: 'invite' }, { stateKey: '@erin:far.example' });
		expect(await write('one')).to.equal(false);
		expect(homeserver.readable()).to.deep.equal([]);
		expect(told()[0]).to.match(/Others on Matrix can read this direct message/);
	});

	it('is nobody here in an encrypted room, which both sides are told', async () => {
		const { happens, write, homeserver, told } = await setUp();
		await happens('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' });
		await happens('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' });
		expect(await write('one')).to.equal(false);
		expect(homeserver.readable().map((text) => text.split(',')[0])).to.deep.equal([
			'This room is encrypted now',
		]);
		expect(told()[0]).to.match(/is encrypted on Matrix now/);
	});
});

describe('an upgraded room', () => {
	const old = (power: number, sender: string = bob) => [
		{
			...{ type: 'm.room.tombstone', state_key: '', sender, event_id: '$tomb' },
			content: { replacement_room: replacement },
		},
		{
			...{ type: 'm.room.power_levels', state_key: '', sender, event_id: '$levels' },
			content: { users: { [sender]: power } },
		},
	];
	const fresh = (predecessor: string) => [
		{
			...{ type: 'm.room.create', state_key: '', sender: bob, event_id: '$create' },
			content: { predecessor: { room_id: predecessor } },
		},
	];
	const upgraded = async (power: number, predecessor: string, join: () => void = () => undefined) => {
		const left: string[] = [];
		const there = await setUp('tell', {
			'homeserver.state': (_as: string, room: string) =>
				room === roomId ? old(power) : fresh(predecessor),
			'homeserver.join': join,
			'homeserver.leave': (_as: string, room: string) => void left.push(room),
		});
		await there.happens('m.room.tombstone', { replacement_room: replacement });
		const marked = there.calls.filter(([method]) => method === 'rooms.mark');
		return { ...there, left, marked };
	};

	it('is followed', async () => {
		const { marked, posted, bridge } = await upgraded(100, roomId);
		expect(marked).to.deep.equal([['rooms.mark', 'rid', replacement]]);
		expect(posted()).to.deep.equal([
			'`@bob:far.example` has moved this conversation to a new room on Matrix',
		]);
		expect((await bridge.store.progress.of('rid' as never))?.matrixRoomId).to.equal(replacement);
	});

	it('is not followed if its sender lacks the power', async () => {
		const { marked, posted } = await upgraded(0, roomId);
		expect([marked, posted()]).to.deep.equal([[], []]);
	});

	it('is not followed into a room that does not name it, and says so', async () => {
		const { marked, left, posted, write, told } = await upgraded(100, '!other:example.org');
		expect([marked, left]).to.deep.equal([[], [replacement]]);
		expect(posted()).to.have.length(1);
		expect(await write('one')).to.equal(false);
		expect(told()[0]).to.match(/was moved to a new room on Matrix/);
	});

	it('is not followed before somebody invites', async () => {
		const { marked, posted } = await upgraded(100, roomId, () => {
			throw new HomeserverError('M_FORBIDDEN', 403, 'not invited');
		});
		expect(marked).to.deep.equal([]);
		expect(posted()[0]).to.match(/has moved this conversation to a new room on Matrix, where nobody/);
	});
});
