import { expect } from 'chai';
import type { FederationError } from '../../src/errors';
import type { RoomEvent } from '../../src/matrix/events';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { EventId, UserId } from '../../src/matrix/ids';
import type { RocketChatRoomId } from '../../src/rocketchat/ids';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import type { Answers } from '../support/fake-bridge';
import { alice, eventOf, linkedRoom, roomId } from '../support/matrix-room';

const hello = (id: string): RoomEvent =>
	eventOf('m.room.message', { msgtype: 'm.text', body: 'hello' }, { eventId: id as EventId });
const members = [
	{ id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true },
	{ id: 'bot-bob', username: 'bob:far.example', type: 'bot', isEnabled: true },
];

/** A linked room whose host says something in the place of posting, until it is told otherwise. */
async function refusingRoom(said: string, more: Answers = {}) {
	let refusal: string | undefined = said;
	const { bridge, calls } = await linkedRoom({
		'rooms.members': () => members,
		'homeserver.send': () => '$notice',
		'messages.post': ({ origin }: { origin: { messageId: string } }) => {
			if (refusal !== undefined) {
				throw new Error(refusal);
			}
			return origin.messageId;
		},
		...more,
	});
	return {
		bridge,
		/** Relays a message. @returns what is thrown, as its code and its reason */
		relay: async (event: RoomEvent) =>
			relayToRocketChat(bridge, event).then(
				() => undefined,
				(error: unknown) => {
					const { code, parameters } = error as FederationError;
					return { code, ...parameters };
				},
			),
		refuse: (next: string | undefined) => (refusal = next),
		/** @returns who told what, with which transaction id */
		told: () =>
			calls
				.filter(([method]) => method === 'homeserver.send')
				.map(([, as, room, transactionId, event]) => {
					const { content } = event as { content: { body: string } };
					return { as, room, transactionId, body: content.body };
				}),
	};
}

describe('a refusal of Rocket.Chat', () => {
	it('is told in the Matrix room by the ghost of a local member, with its reason, and thrown', async () => {
		const { relay, told } = await refusingRoom('room_is_archived');
		expect(await relay(hello('$1'))).to.deep.equal({ code: 'message-refused', reason: 'archived' });
		expect(told()).to.deep.equal([
			{
				as: alice,
				room: roomId,
				transactionId: '$1.refused',
				body: 'This was not delivered to Rocket.Chat. The room is archived there. An owner there can unarchive it. You are told only once, also if more is not delivered.',
			},
		]);
	});

	it('is told once per reason, and again when something got through in between', async () => {
		const { relay, refuse, told } = await refusingRoom('room_is_archived');
		await relay(hello('$1'));
		await relay(hello('$2'));
		refuse('You_have_been_muted');
		await relay(hello('$3'));
		refuse('room_is_archived');
		await relay(hello('$4'));
		expect(told().map(({ transactionId }) => transactionId)).to.deep.equal(['$1.refused', '$3.refused']);
		refuse(undefined);
		expect(await relay(hello('$5'))).to.equal(undefined);
		refuse('room_is_archived');
		await relay(hello('$6'));
		expect(told().map(({ transactionId }) => transactionId)).to.include('$6.refused');
	});

	it('does not loop: the notice comes back as an event of a ghost and changes nothing', async () => {
		const { relay, told } = await refusingRoom('room_is_archived');
		await relay(hello('$1'));
		const content = { msgtype: 'm.notice', body: told()[0]?.body };
		expect(await relay(eventOf('m.room.message', content, { sender: alice }))).to.equal(undefined);
		expect(told()).to.have.length(1);
	});

	it('is told the next time if the homeserver was away', async () => {
		let isAway = true;
		const { relay, told } = await refusingRoom('room_is_archived', {
			'homeserver.send': () => {
				if (isAway) {
					throw new HomeserverError('UNREACHABLE', undefined, 'nobody there');
				}
				return '$notice';
			},
		});
		expect(await relay(hello('$1'))).to.include({ reason: 'archived' });
		isAway = false;
		await relay(hello('$2'));
		await relay(hello('$3'));
		expect(told().map(({ transactionId }) => transactionId)).to.deep.equal(['$1.refused', '$2.refused']);
	});

	it('is not told for a change of state', async () => {
		const { relay, told } = await refusingRoom('room_is_archived');
		expect(await relay(eventOf('m.room.topic', { topic: 'x' }, { stateKey: '' }))).to.include({
			reason: 'archived',
		});
		expect(told()).to.deep.equal([]);
	});

	it('drops the event if the local member of the direct message is deactivated', async () => {
		const [one, other] = members;
		const { relay, told } = await refusingRoom("You can't send messages because the room is readonly.", {
			'rooms.members': () => [{ ...one, isEnabled: false }, other],
		});
		expect(await relay(hello('$1'))).to.equal(undefined);
		expect(told()[0]?.body).to.match(/ The account of the person you write to is deactivated there\. /);
	});

	it('drops the event if the bot user is deactivated', async () => {
		const [one, other] = members;
		const { relay, told } = await refusingRoom("You can't send messages because the room is readonly.", {
			'rooms.members': () => [one, { ...other, isEnabled: false }],
		});
		expect(await relay(hello('$1'))).to.equal(undefined);
		expect(told()[0]?.body).to.match(
			/ The account that stands for you there is deactivated\. An administrator there can activate it\. /,
		);
	});

	it('is told by the ghost that opened the room if the room is gone', async () => {
		const { bridge, relay, told } = await refusingRoom('Invalid room provided on the message.', {
			'rooms.members': () => [],
		});
		const link = await bridge.store.rooms.byMatrixId(roomId);
		await bridge.store.rooms.change({
			matrixId: roomId,
			rocketChatId: 'rid' as RocketChatRoomId,
			...link,
			ghostId: '@rc_carol:example.org' as UserId,
		});
		expect(await relay(hello('$1'))).to.equal(undefined);
		expect(await relay(hello('$2'))).to.equal(undefined);
		expect(told().map(({ as }) => as)).to.deep.equal(['@rc_carol:example.org']);
	});
});

describe('an error of the host without a code of Rocket.Chat', () => {
	for (const said of ['Error: Timeout', 'read ECONNRESET', 'Server selection timed out after 30000 ms']) {
		it(`keeps the event for a later attempt: ${said}`, async () => {
			const { relay, told } = await refusingRoom(said);
			expect(await relay(hello('$1'))).to.deep.equal({ code: 'workspace-failing' });
			expect(told()).to.deep.equal([]);
		});
	}

	it('keeps it also if the store is away', async () => {
		const { bridge, relay } = await refusingRoom('unused');
		bridge.store.rooms.byMatrixId = async () => {
			throw new Error('connection 4 to 127.0.0.1:27017 closed');
		};
		expect(await relay(hello('$1'))).to.deep.equal({ code: 'workspace-failing' });
	});

	it('is not taken for one if the app itself is wrong', async () => {
		const { bridge, relay } = await refusingRoom('unused');
		bridge.store.rooms.byMatrixId = async () => {
			throw new TypeError('x is not a function');
		};
		expect(await relay(hello('$1'))).to.deep.equal({ code: 'unexpected' });
	});
});
