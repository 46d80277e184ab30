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
	const persistence = memoryPersistence();
	const inbox = new Inbox(persistence);
	return {
		...{ inbox, persistence },
		/** @param self the id of the instance; those that end with an exclamation mark have ended */
		of: (name: string, isAlone = false, self = name) =>
			new SharedInbox({
				inbox,
				instances: {
					...{ self, isAlone, hasEnded: async (id) => id.endsWith('!') },
					owns: (roomId) => roomId === `!${name}:example.org`,
				},
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

	it('stores an event with as many calls, however many wait', async () => {
		const { of, persistence } = severalInstances();
		const [a, b] = [of('a'), of('b')];
		const costs = new Set<string>();
		for (let number = 0; number < 2_000; number++) {
			persistence.calls.length = 0;
			await (number % 2 === 0 ? a : b).put(String(number), [event(`a${number}`, 'a')]);
			if (number >= 2) {
				costs.add(persistence.calls.join());
			}
		}
		expect([...costs]).to.deep.equal(['read,update,create']);
		const names = await namesIn(a);
		expect(names).to.deep.equal(Array.from({ length: 2_000 }, (_, number) => `$a${number}`));
	});

	it('goes on behind what an earlier version has stored, and what instances stored that have ended', async () => {
		const { inbox, of } = severalInstances();
		await inbox.put('old', [event('a0', 'a')], { order: 7 });
		for (let number = 1; number <= 25; number++) {
			await of('a', false, `${number}!`).put(String(number), [event(`a${number}`, 'a')]);
		}
		await of('b').put('26', [event('a26', 'a')]);
		expect(await namesIn(of('a'))).to.deep.equal(
			Array.from({ length: 27 }, (_, number) => `$a${number}`),
		);
		expect(await inbox.numbers()).to.have.length.lessThan(13);
		expect((await inbox.all()).at(-1)?.order).to.equal(33);
	});

	it('gives a higher number after a failure of the store', async () => {
		const { inbox, of } = severalInstances();
		const a = of('a');
		await a.put('1', [event('a1', 'a')]);
		const numbers = inbox.numbers.bind(inbox);
		inbox.numbers = () => Promise.reject(new Error('the database is away'));
		expect(await a.put('2', [event('a2', 'a')]).catch(String)).to.equal('Error: the database is away');
		inbox.numbers = numbers;
		await a.put('3', [event('a3', 'a')]);
		expect(await namesIn(a)).to.deep.equal(['$a1', '$a3']);
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

	it('keeps the pieces of such a record before what was stored after it', async () => {
		const { of } = severalInstances();
		await atTime(1_000, () => of('a', true).put('1', [event('a1', 'a'), event('b1', 'b')]));
		await atTime(2_000, () => of('a', true).put('2', [event('a2', 'a')]));
		for (let read = 1; read <= 2; read++) {
			expect(await namesIn(of('a'))).to.deep.equal(['$a1', '$a2']);
		}
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
