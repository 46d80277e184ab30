import { expect } from 'chai';
import { sendMessage } from '../../../src/to-matrix/messages/message';
import { sendEdit } from '../../../src/to-matrix/messages/edit';
import { atTime } from '../../support/at-time';
import { stored, uploadsOf, withFiles } from '../../support/fake-uploads';
import { standingClock } from '../../support/standing-clock';
import { roomId, waitingRoom, written, rid } from '../../support/waiting-room';

const now = new Date('2026-01-01T12:00:00Z');
const at = (ms: number) => new Date(now.getTime() + ms);
const H = 3_600_000;
const files = uploadsOf({ 'id of a.txt': stored('a.txt', 'text/plain') });

describe('a room compared with Matrix', () => {
	standingClock(now);
	it('redacts a message that was sent right before the app was killed, and deleted while it was dead', async () => {
		const m = written('1', 'secret', at(-2_000));
		const r = await waitingRoom(at(-H).getTime(), [m]);
		await sendMessage(r.dying(), m, roomId).catch(() => undefined);
		r.there.clear();
		await r.reconcile(r.restarted());
		expect(r.homeserver.readable()).to.deep.equal([]);
	});
	it('keeps on Matrix what was written after a backup from which the database was restored', async () => {
		const backup = at(-600_000).getTime();
		for (const lost of [1, 2]) {
			const messages = Array.from({ length: lost }, (_, index) =>
				written(`${index}`, `lost ${index}`, at(-300_000 + index)),
			);
			const r = await waitingRoom(backup, messages);
			for (const message of messages) {
				await sendMessage(r.dying(), message, roomId).catch(() => undefined);
			}
			r.there.clear();
			await r.reconcile(r.restarted(now.getTime(), lost > 1 ? now.getTime() : backup));
			expect(r.homeserver.readable()).to.deep.equal(messages.map(({ text }) => text));
		}
	});
	it('redacts the text that a file got later, if it was deleted while the app was dead', async () => {
		const f = written('1', '', at(-3_000), withFiles('a.txt'));
		const r = await waitingRoom(at(-H).getTime(), [f], files);
		await r.reconcile();
		const c = { ...f, text: 'caption', editedAt: at(-2_000) };
		r.write(c);
		await sendEdit(r.bridge, c, roomId);
		r.there.clear();
		await r.reconcile(r.restarted());
		expect(r.homeserver.readable()).to.deep.equal([]);
	});
	it('sends the text that a file got while the app was dead', async () => {
		const f = written('1', '', at(-3_000), withFiles('a.txt'));
		const r = await waitingRoom(at(-H).getTime(), [f], files);
		await atTime(at(-2_500).getTime(), () => r.reconcile());
		r.write({ ...f, text: 'caption', editedAt: at(-2_000) });
		await r.reconcile(r.restarted());
		expect(r.homeserver.readable()).to.deep.equal(['a.txt', '* caption']);
		expect(r.homeserver.uploaded).to.deep.equal(['a.txt']);
	});
	it('sends what is missing although the clock was set back', async () => {
		const r = await waitingRoom(at(H).getTime(), [written('1', 'one', at(-300_000))]);
		await r.reconcile(r.restarted());
		expect(r.homeserver.readable()).to.deep.equal(['one']);
	});
	it('does not tell of a message that waited too long if it is on Matrix', async () => {
		const m = written('1', 'one', at(-1_000));
		const r = await waitingRoom(at(-H).getTime(), [m]);
		await sendMessage(r.dying(), m, roomId).catch(() => undefined);
		await atTime(at(4 * 24 * H).getTime(), () => r.reconcile(r.restarted()));
		expect(r.told()).to.deep.equal([]);
	});
	it('redacts what was written before the last comparison and deleted while the app was dead', async () => {
		const m = written('1', 'one', at(-1.2 * H));
		const r = await waitingRoom(at(-3 * H).getTime(), [m]);
		await atTime(at(-1.2 * H).getTime(), () => r.reconcile());
		await r.bridge.store.progress.save({
			...{ roomId: rid, matrixRoomId: roomId },
			...{ from: 0, checkedTo: at(-H).getTime() },
		});
		r.there.clear();
		await r.reconcile(r.restarted());
		expect(r.homeserver.readable()).to.deep.equal([]);
	});
	describe('finds what was done to a message of the day before while the app was dead:', () => {
		const old = written('1', 'one', at(-20 * H));
		const known = async () => {
			const r = await waitingRoom(at(-24 * H).getTime(), [old]);
			await atTime(at(-20 * H).getTime(), () => r.reconcile());
			await r.bridge.store.progress.save({
				...{ roomId: rid, matrixRoomId: roomId },
				...{ from: 0, checkedTo: at(-60_000).getTime() },
			});
			return r;
		};
		it('an edit', async () => {
			const r = await known();
			r.write({ ...old, text: 'changed', editedAt: at(-1_000) });
			await r.reconcile(r.restarted());
			expect(r.homeserver.readable()).to.deep.equal(['one', '* changed']);
		});
		it('a deletion', async () => {
			const r = await known();
			r.there.clear();
			await r.reconcile(r.restarted());
			expect(r.homeserver.readable()).to.deep.equal([]);
		});
		it('a reaction', async () => {
			const r = await known();
			r.write(written('1', 'one', at(-20 * H), { reactions: { ':tada:': { usernames: ['alice'] } } }));
			await r.reconcile(r.restarted());
			expect(r.homeserver.events.map(({ type }) => type)).to.deep.equal([
				'm.room.message',
				'm.reaction',
			]);
		});
	});
});
