import { expect } from 'chai';
import { SharedInbox } from '../../../src/delivery/transactions/shared-inbox';
import type { RoomEvent } from '../../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import { Inbox } from '../../../src/store/inbox';
import { memoryPersistence } from '../../support/memory-persistence';
import { atTime } from '../../support/at-time';
import { mockTimers } from '../../support/mock-timers';

const event = (name: string, room: string): RoomEvent => ({
	eventId: `$${name}` as EventId,
	roomId: `!${room}:example.org` as RoomId,
	sender: '@bob:example.org' as UserId,
	type: 'm.room.message',
	at: 0,
	content: {},
	unsigned: {},
});

/** The inbox as several instances see it, each with a room of its own name. */
function severalInstances() {
	const inbox = new Inbox(memoryPersistence());
	return {
		inbox,
		of: (name: string, isAlone = false) =>
			new SharedInbox({
				inbox,
				instances: { isAlone, owns: (roomId) => roomId === `!${name}:example.org` },
			}),
	};
}

const namesIn = async (inbox: Pick<Inbox, 'all'>) =>
	(await inbox.all()).map(({ events }) => events.map(({ eventId }) => eventId).join());

describe('the inbox of several instances', () => {
	const { pass } = mockTimers();

	it('gives each instance the events of its rooms', async () => {
		const { of } = severalInstances();
		await of('a').put('1', [event('a1', 'a'), event('b1', 'b'), event('a2', 'a')]);
		expect([await namesIn(of('a')), await namesIn(of('b'))]).to.deep.equal([['$a1,$a2'], ['$b1']]);
	});

	it('keeps the order in which records were stored, whatever the clocks of the servers say', async () => {
		const { of } = severalInstances();
		await atTime(9_000, () => of('b').put('1', [event('a1', 'a')]));
		await atTime(2_000, () => of('a').put('2', [event('a2', 'a')]));
		await atTime(5_000, () => of('b').put('3', [event('a3', 'a')]));
		expect(await namesIn(of('a'))).to.deep.equal(['$a1', '$a2', '$a3']);
	});

	it('splits a record that was stored while there was one instance, and loses nothing of it', async () => {
		const { inbox, of } = severalInstances();
		await of('a', true).put('1', [event('a1', 'a'), event('b1', 'b')], { isHeldBack: true });
		await of('b').put('2', [event('a2', 'a')]);
		expect(await namesIn(of('a'))).to.deep.equal(['$a1', '$a2']);
		expect(await namesIn(of('b'))).to.deep.equal(['$b1']);
		expect(await namesIn(inbox)).to.deep.equal(['$a1', '$b1', '$a2']);
		expect((await inbox.all()).map(({ isHeldBack }) => isHeldBack)).to.deep.equal([
			true,
			true,
			undefined,
		]);
	});

	it('removes a piece, or all that a transaction was split into', async () => {
		const { inbox, of } = severalInstances();
		await of('a').put('1', [event('a1', 'a'), event('b1', 'b')]);
		await of('a').put('2', [event('a2', 'a'), event('b2', 'b')]);
		await of('a').remove('1');
		await of('a').remove('2 !a:example.org');
		expect(await namesIn(inbox)).to.deep.equal(['$b2']);
	});

	it('is looked at every half second, and every ten seconds if there is one instance', async () => {
		const looks: string[] = [];
		for (const isAlone of [false, true]) {
			const name = isAlone ? 'alone' : 'several';
			severalInstances()
				.of(name, isAlone)
				.start(
					async () => void looks.push(name),
					() => undefined,
				);
		}
		const count = (name: string) => looks.filter((each) => each === name).length;
		await pass(0);
		await pass(500);
		await pass(500);
		expect([count('several'), count('alone')]).to.deep.equal([3, 1]);
		await pass(8_999);
		expect(count('alone')).to.equal(1);
		await pass(1);
		expect(count('alone')).to.equal(2);
	});
});
