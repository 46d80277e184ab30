import { FederationError } from '../../src/errors';
import { expect } from 'chai';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import { ParkedEvents } from '../../src/store/parked-events';
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

describe('parked events', () => {
	it('are given with the codes of their failures, the oldest first', async () => {
		const persistence = memoryPersistence();
		for (const [at, id] of [
			[30, '$late'],
			[10, '$early'],
			[20, '$middle'],
		] as const) {
			await atTime(at, () =>
				new ParkedEvents(persistence).add(event(id), new FederationError('message-refused')),
			);
		}
		expect(await new ParkedEvents(persistence).all()).to.deep.equal([
			{ event: event('$early'), code: 'message-refused', at: 10 },
			{ event: event('$middle'), code: 'message-refused', at: 20 },
			{ event: event('$late'), code: 'message-refused', at: 30 },
		]);
	});

	it('are stored once each, with the latest failure', async () => {
		const parked = new ParkedEvents(memoryPersistence());
		await parked.add(event('$a'), new FederationError('message-refused'));
		await parked.add(event('$a'), new FederationError('unexpected'));
		expect((await parked.all()).map(({ code }) => code)).to.deep.equal(['unexpected']);
	});
});
