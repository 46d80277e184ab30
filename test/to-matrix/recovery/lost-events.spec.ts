import { expect } from 'chai';
import { LastSent } from '../../../src/delivery/outage/last-sent';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, UserId } from '../../../src/matrix/ids';
import { noteLostEvents } from '../../../src/restored-homeserver';
import { atTime } from '../../support/at-time';
import type { Answers } from '../../support/fake-bridge';
import { standingClock } from '../../support/standing-clock';
import { rid, roomId, waitingRoom, written } from '../../support/waiting-room';

const now = new Date('2026-01-01T12:00:00Z');
const at = (ms: number) => new Date(now.getTime() + ms);
const MINUTE = 60_000;
const ghost = '@rc_alice:example.org' as UserId;
const inRoom: Answers = { 'homeserver.membership': () => 'join' };

/** A room with two messages, and a homeserver that is set back to a backup by which it had the first one only. */
async function roomWithTwo(more: Answers = inRoom) {
	const messages = [written('1', 'one', at(-20 * MINUTE)), written('2', 'two', at(-10 * MINUTE))];
	const room = await waitingRoom(at(-60 * MINUTE).getTime(), messages, more);
	const lastSent = new LastSent();
	for (const [index, { createdAt = now }] of messages.entries()) {
		await atTime(createdAt.getTime() + 1, async () => {
			room.there.clear();
			messages.slice(0, index + 1).forEach(room.write);
			await room.reconcile();
			const eventId = room.homeserver.events.at(-1)?.id as EventId;
			lastSent.note({ as: ghost, roomId, eventId });
		});
	}
	const restore = () => {
		room.homeserver.events.splice(1);
		room.homeserver.forgetTransactions();
	};
	return { room, messages, lastSent, restore };
}

describe('after the homeserver was restored from a backup', () => {
	standingClock(now);

	it('what it has lost is sent again, once, in order and with its own time', async () => {
		const { room, messages, lastSent, restore } = await roomWithTwo();
		restore();
		room.write(written('3', 'three', at(-1_000)));
		await noteLostEvents(room.bridge, lastSent);
		await room.reconcile();
		await room.reconcile();
		expect(room.homeserver.readable()).to.deep.equal(['one', 'two', 'three']);
		expect(room.homeserver.events[1]?.at).to.equal(messages[1]?.createdAt?.getTime());
	});

	it('it is sent again also if the app ends before that', async () => {
		const { room, lastSent, restore } = await roomWithTwo();
		restore();
		await noteLostEvents(room.bridge, lastSent);
		await room.reconcile(room.restarted());
		expect(room.homeserver.readable()).to.deep.equal(['one', 'two']);
	});

	it('edits, reactions and deletions of older messages are made again', async () => {
		const { room, lastSent } = await roomWithTwo();
		const reactions = { ':tada:': { usernames: ['alice'] } };
		room.write(written('1', 'one edited', at(-20 * MINUTE), { editedAt: at(-5 * MINUTE), reactions }));
		room.there.delete('2');
		const bridge = room.restarted();
		await atTime(at(-5 * MINUTE).getTime(), () => room.reconcile(bridge));
		const shown = ['one', '* one edited', '🎉'];
		expect(room.homeserver.readable()).to.deep.equal(shown);
		const eventId = room.homeserver.events.at(-1)?.id as EventId;
		await atTime(at(-5 * MINUTE).getTime(), async () => lastSent.note({ as: ghost, roomId, eventId }));
		room.homeserver.events.splice(2);
		room.homeserver.events.forEach((event) => (event.redacted = false));
		room.homeserver.forgetTransactions();
		await noteLostEvents(bridge, lastSent);
		await room.reconcile(bridge);
		expect(room.homeserver.readable()).to.deep.equal(shown);
	});

	it('nothing is done, with one request, if it has the last event', async () => {
		const { room, lastSent } = await roomWithTwo();
		room.calls.splice(0);
		await noteLostEvents(room.bridge, lastSent);
		expect(room.calls.map(([method]) => method)).to.deep.equal(['homeserver.read']);
		expect((await room.bridge.store.progress.of(rid))?.lostSince).to.equal(undefined);
	});

	it('nothing is done if no older message is shown, as where old ones expire or the ghost joined again', async () => {
		const topic = { type: 'm.room.topic', stateKey: '', at: 0 };
		const newer = { type: 'm.room.message', at: now.getTime() };
		const { room, lastSent, restore } = await roomWithTwo({ 'homeserver.latest': () => [topic, newer] });
		restore();
		await noteLostEvents(room.bridge, lastSent);
		expect((await room.bridge.store.progress.of(rid))?.lostSince).to.equal(undefined);
	});

	it('what only its sender can see, since the ghost that reads joined later, is not sent again', async () => {
		const reader = '@rc_carol:example.org' as UserId;
		const read = new Map<EventId, UserId>();
		const { room } = await roomWithTwo({
			...inRoom,
			'homeserver.read': (as: UserId, _roomId: string, eventId: EventId) => {
				read.set(eventId, as);
				if (as === reader) {
					throw new HomeserverError('M_NOT_FOUND', 404, 'not shown');
				}
				return { eventId, sender: as, at: 0, content: { body: 'one' } };
			},
		});
		await room.bridge.store.rooms.change({ matrixId: roomId, rocketChatId: rid, ghostId: reader });
		await room.bridge.store.progress.noteLost(rid, at(-30 * MINUTE).getTime());
		await room.reconcile();
		expect(room.homeserver.readable()).to.deep.equal(['one', 'two']);
		expect([...read.values()]).to.deep.equal([ghost, ghost]);
	});

	it('nothing is done if the ghost is not in the room any more, where it cannot know', async () => {
		const { room, lastSent, restore } = await roomWithTwo({
			'homeserver.latest': () => {
				throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
			},
		});
		restore();
		await noteLostEvents(room.bridge, lastSent);
		expect((await room.bridge.store.progress.of(rid))?.lostSince).to.equal(undefined);
	});
});
