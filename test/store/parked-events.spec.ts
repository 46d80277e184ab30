import { expect } from 'chai';
import { FederationError } from '../../src/errors';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { keys } from '../../src/store/keys';
import {
	daysLeft,
	parkedIdOf,
	ParkedEvents,
	parkedLimits,
	type ParkedChange,
	type ParkedItem,
} from '../../src/store/parked-events';
import { atTime } from '../support/at-time';
import { memoryPersistence } from '../support/memory-persistence';

const DAY = 86_400_000;

const event = (eventId: string): RoomEvent => ({
	eventId: eventId as EventId,
	roomId: '!room:example.org' as RoomId,
	sender: '@bob:example.org' as UserId,
	type: 'm.room.message',
	at: 0,
	content: { body: 'Hello' },
	unsigned: {},
});

const change: ParkedChange = {
	rocketChatRoomId: 'rid' as RocketChatRoomId,
	messageId: 'mid' as RocketChatMessageId,
	actorId: 'uid' as RocketChatUserId,
	what: 'message',
};

const item = (id: string, at: number): ParkedItem => ({
	...{ id, at, direction: 'to-rocketchat' },
	...{ event: event(id), code: 'message-refused', reason: 'muted' },
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
				new ParkedEvents(persistence).addEvent(event(id), new FederationError('message-refused')),
			);
		}
		const direction = 'to-rocketchat';
		expect(await new ParkedEvents(persistence).all()).to.deep.equal([
			{ id: '$early', direction, event: event('$early'), code: 'message-refused', at: 10 },
			{ id: '$middle', direction, event: event('$middle'), code: 'message-refused', at: 20 },
			{ id: '$late', direction, event: event('$late'), code: 'message-refused', at: 30 },
		]);
	});

	it('are stored once each, with the latest failure', async () => {
		const parked = new ParkedEvents(memoryPersistence());
		await parked.addEvent(event('$a'), new FederationError('message-refused'));
		await parked.addEvent(event('$a'), new FederationError('unexpected'));
		expect((await parked.all()).map(({ code }) => code)).to.deep.equal(['unexpected']);
	});

	it('of both directions are found and removed by their ids', async () => {
		const parked = new ParkedEvents(memoryPersistence());
		const outgoing: ParkedItem = {
			...change,
			...{ id: parkedIdOf(change), at: Date.now(), direction: 'to-matrix', code: 'partner-left' },
		};
		await parked.add(outgoing);
		await parked.addEvent(event('$a'), new FederationError('message-refused', { reason: 'muted' }));
		expect(await parked.byId('message/mid')).to.deep.equal(outgoing);
		expect((await parked.byId('$a'))?.reason).to.equal('muted');
		await parked.remove('message/mid');
		expect(await parked.byId('message/mid')).to.equal(undefined);
		expect((await parked.all()).map(({ id }) => id)).to.deep.equal(['$a']);
		await parked.remove('message/mid');
	});

	it('have an id for each message, edit, deletion and reaction', () => {
		expect(parkedIdOf(change)).to.equal('message/mid');
		expect(parkedIdOf({ ...change, what: 'edit' })).to.equal('edit/mid');
		expect(parkedIdOf({ ...change, what: 'deletion', actorId: undefined })).to.equal('deletion/mid');
		expect(parkedIdOf({ ...change, what: 'reaction', shortcode: ':tada:' })).to.equal(
			'reaction/mid/uid/:tada:',
		);
	});

	it('of version 0.2.0 are read, replaced and removed', async () => {
		const persistence = memoryPersistence();
		const old = { event: event('$old'), code: 'message-refused', reason: 'muted', at: Date.now() };
		await persistence.write.createWithAssociations(old, [keys.parkedEvent('$old'), keys.parked()]);
		const parked = new ParkedEvents(persistence);
		expect(await parked.all()).to.deep.equal([{ ...old, id: '$old', direction: 'to-rocketchat' }]);
		expect(await parked.byId('$old')).to.deep.equal({ ...old, id: '$old', direction: 'to-rocketchat' });
		await parked.addEvent(event('$old'), new FederationError('unexpected'));
		expect((await parked.all()).map(({ code }) => code)).to.deep.equal(['unexpected']);
		await parked.remove('$old');
		expect(await parked.all()).to.deep.equal([]);
	});

	it('with a code that this version does not have count as unexpected', async () => {
		const persistence = memoryPersistence();
		const newer = { ...item('$newer', Date.now()), code: 'constructor' };
		await persistence.write.createWithAssociations(newer, [keys.parkedEvent('$newer'), keys.parked()]);
		expect((await new ParkedEvents(persistence).all()).map(({ code }) => code)).to.deep.equal([
			'unexpected',
		]);
	});
});

describe('the limits of parked events', () => {
	/** Parked events that record what they report. */
	function setUp() {
		const reported: string[] = [];
		const persistence = memoryPersistence();
		const parked = new ParkedEvents(persistence, (items) => {
			reported.push(...items.map(({ id }) => id));
			// What is reported is still there.
			expect(persistence.all()).to.deep.include.members([...items]);
		});
		return { parked, reported, ids: async () => (await parked.all()).map(({ id }) => id) };
	}

	it('report, count and remove what is too old', async () => {
		const { parked, reported, ids } = setUp();
		await parked.add(item('$old', 0));
		await parked.add(item('$older', 0));
		await parked.add(item('$young', DAY));
		await atTime(30 * DAY, () => parked.enforceLimits());
		expect(reported).to.deep.equal(['$old', '$older']);
		expect(await ids()).to.deep.equal(['$young']);
		expect(await parked.removedByLimits()).to.deep.equal({ count: 2, at: 30 * DAY });
		await atTime(31 * DAY, () => parked.enforceLimits());
		expect(await parked.removedByLimits()).to.deep.equal({ count: 3, at: 31 * DAY });
	});

	it('keep what is neither too old nor one too many', async () => {
		const { parked, reported, ids } = setUp();
		await parked.add(item('$young', 1));
		await atTime(30 * DAY, () => parked.enforceLimits());
		expect([reported, await ids(), await parked.removedByLimits()]).to.deep.equal([
			[],
			['$young'],
			undefined,
		]);
	});

	it('remove the oldest of too many while they are added', async () => {
		const { parked, reported } = setUp();
		const now = Date.now();
		for (let added = 0; added < parkedLimits.items + 100; added++) {
			await parked.add(item(`$${added}`, now + added));
		}
		const left = await parked.all();
		expect([left.length, left[0]?.id]).to.deep.equal([parkedLimits.items, '$100']);
		expect([reported.length, reported[0]]).to.deep.equal([100, '$0']);
		expect((await parked.removedByLimits())?.count).to.equal(100);
	});

	it('say how many days are left', async () => {
		expect(await atTime(28 * DAY, async () => daysLeft(item('$a', 0)))).to.equal(2);
	});
});
