import { expect } from 'chai';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import { Inbox } from '../../src/store/inbox';
import { atTime } from '../support/at-time';
import { memoryPersistence } from '../support/memory-persistence';

const event = (eventId: string): RoomEvent => ({
	eventId: eventId as EventId,
	roomId: '!room:example.org' as RoomId,
	sender: '@bob:example.org' as UserId,
	type: 'm.room.message',
	at: 0,
	content: { body: 'Hello' },
	unsigned: {},
});

describe('inbox', () => {
	it('gives all records over a restart, the oldest first', async () => {
		const persistence = memoryPersistence();
		for (const [at, id] of [
			[30, 'late'],
			[10, 'early'],
			[20, 'middle'],
		] as const) {
			await atTime(at, () => new Inbox(persistence).put(id, [event(`$${id}`)]));
		}
		expect(await new Inbox(persistence).all()).to.deep.equal([
			{ id: 'early', events: [event('$early')], at: 10 },
			{ id: 'middle', events: [event('$middle')], at: 20 },
			{ id: 'late', events: [event('$late')], at: 30 },
		]);
	});

	it('removes one record and keeps the others', async () => {
		const inbox = new Inbox(memoryPersistence());
		await inbox.put('1', [event('$a')]);
		await inbox.put('2', [event('$b')]);
		await inbox.remove('1');
		expect((await inbox.all()).map(({ id }) => id)).to.deep.equal(['2']);
	});
});
