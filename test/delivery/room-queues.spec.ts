import { expect } from 'chai';
import { RoomQueues } from '../../src/delivery/room-queues';

/** Work that ends when the test calls a function. */
function controlled(log: string[], name: string) {
	let end: (() => void) | undefined;
	const ended = new Promise<void>((resolve) => (end = resolve));
	return {
		work: async () => {
			log.push(`${name} begins`);
			await ended;
			log.push(`${name} ends`);
		},
		end: () => end?.(),
	};
}

describe('room queues', () => {
	it('do the work of one room one after the other, in order of time', async () => {
		const queues = new RoomQueues();
		const log: string[] = [];
		const first = controlled(log, 'first');
		const done = [
			queues.run('room', 1, first.work),
			queues.run('room', 5, async () => void log.push('five')),
			queues.run('room', 3, async () => void log.push('three')),
			queues.run('room', 3, async () => void log.push('three again')),
		];
		first.end();
		await Promise.all(done);
		expect(log).to.deep.equal(['first begins', 'first ends', 'three', 'three again', 'five']);
	});

	it('do not let one room delay another', async () => {
		const queues = new RoomQueues();
		const log: string[] = [];
		const slow = controlled(log, 'slow');
		const waiting = queues.run('slow room', 1, slow.work);
		await queues.run('other room', 1, async () => void log.push('other'));
		expect(log).to.deep.equal(['slow begins', 'other']);
		expect(queues.length).to.equal(1);
		slow.end();
		await waiting;
	});

	it('continue after work that fails, and report the failure to its caller', async () => {
		const queues = new RoomQueues();
		const failing = queues.run('room', 1, () => Promise.reject(new Error('no')));
		const next = queues.run('room', 2, async () => 'done');
		expect(await failing.catch((error: unknown) => String(error))).to.equal('Error: no');
		expect(await next).to.equal('done');
	});

	it('are empty when all work is done', async () => {
		const queues = new RoomQueues();
		await queues.run('room', 1, async () => undefined);
		await queues.run('room', 1, async () => undefined);
		expect(queues.length).to.equal(0);
	});
});
