import { expect } from 'chai';
import { ReadEvents, type ReadPlace } from '../../../src/delivery/signs/read-events';
import type { EventId, RoomId } from '../../../src/matrix/ids';
import type { RocketChatUserId } from '../../../src/rocketchat/ids';
import { mockTimers } from '../../support/mock-timers';

const room: ReadPlace = { roomId: '!room:example.org' as RoomId, thread: undefined };
const thread: ReadPlace = { ...room, thread: '$root' as EventId };
const alice = 'alice' as RocketChatUserId;
const carol = 'carol' as RocketChatUserId;

describe('read events', () => {
	const time = mockTimers();
	let events: ReadEvents;
	beforeEach(() => (events = new ReadEvents()));

	const note = (place: ReadPlace, eventId: string) => events.note(place, eventId as EventId);
	const take = (place: ReadPlace, userId = alice, at = Date.now()) => events.take(place, userId, at);

	it('are the newest one of a place, once for each person', () => {
		note(room, '$1');
		note(room, '$2');
		expect([take(room), take(room), take(room, carol)]).to.deep.equal(['$2', undefined, '$2']);
		note(room, '$3');
		expect(take(room)).to.equal('$3');
	});

	it('are those of the thread for a message in it, and not those of other rooms', () => {
		note(room, '$1');
		note(thread, '$2');
		note({ ...room, roomId: '!other:example.org' as RoomId }, '$3');
		expect([take(thread), take(room)]).to.deep.equal(['$2', '$1']);
	});

	it('are not read by a message that was written before they were shown', async () => {
		const writtenAt = Date.now();
		await time.pass(10);
		note(room, '$1');
		expect(take(room, alice, writtenAt)).to.equal(undefined);
		expect(take(room)).to.equal('$1');
	});

	it('are none where nobody on Matrix has written', () => {
		expect(take(room)).to.equal(undefined);
	});
});
