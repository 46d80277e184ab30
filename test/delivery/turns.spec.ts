import { expect } from 'chai';
import { Turns } from '../../src/delivery/turns';
import { settled } from '../support/mock-timers';

/** Work that ends when the test says so. */
function works() {
	const begun: string[] = [];
	const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
	return {
		begun,
		start: (name: string) => () => {
			begun.push(name);
			return new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }));
		},
		end: async (name: string, error?: Error) => {
			const { resolve, reject } = ends.get(name) ?? {};
			(error ? () => reject?.(error) : resolve)?.();
			await settled();
		},
	};
}

describe('turns', () => {
	it('are taken by as many at the same time as the limit says, and then by who waits longest', async () => {
		const turns = new Turns(2);
		const { begun, start, end } = works();
		const done = ['1', '2', '3', '4'].map((name) => turns.run(start(name)));
		expect(begun).to.deep.equal(['1', '2']);
		await end('2');
		expect(begun).to.deep.equal(['1', '2', '3']);
		await end('1');
		expect(begun).to.deep.equal(['1', '2', '3', '4']);
		await end('3');
		await end('4');
		await Promise.all(done);
	});

	it('are free again after work that fails, and give its error', async () => {
		const turns = new Turns(1);
		const { begun, start, end } = works();
		const failing = turns.run(start('1')).catch((error: unknown) => String(error));
		const next = turns.run(start('2'));
		await end('1', new Error('broken'));
		expect(await failing).to.equal('Error: broken');
		expect(begun).to.deep.equal(['1', '2']);
		await end('2');
		await next;
	});

	it('are given to one after the other where each does one thing at a time', async () => {
		const turns = new Turns(1);
		const order: string[] = [];
		const drain = async (room: string) => {
			for (let count = 0; count < 3; count++) {
				await turns.run(async () => void order.push(room));
			}
		};
		await Promise.all(['a', 'b', 'c'].map(drain));
		for (const turn of [0, 3, 6]) {
			expect(order.slice(turn, turn + 3)).to.deep.equal(['a', 'b', 'c']);
		}
	});
});
