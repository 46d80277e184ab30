import { expect } from 'chai';
import { SingleFlight } from '../../src/delivery/single-flight';

describe('single flight', () => {
	it('does the work of one key once for all who ask meanwhile', async () => {
		const flights = new SingleFlight<number>();
		let begun = 0;
		const work = async () => ++begun;
		expect(await Promise.all([flights.run('a', work), flights.run('a', work)])).to.deep.equal([1, 1]);
		expect(begun).to.equal(1);
	});

	it('keeps keys apart', async () => {
		const flights = new SingleFlight<string>();
		const results = await Promise.all([
			flights.run('a', async () => 'of a'),
			flights.run('b', async () => 'of b'),
		]);
		expect(results).to.deep.equal(['of a', 'of b']);
	});

	it('does the work again when the earlier call has ended', async () => {
		const flights = new SingleFlight<string>();
		expect(await flights.run('a', async () => 'first')).to.equal('first');
		expect(await flights.run('a', async () => 'second')).to.equal('second');
	});

	it('does the work again when the earlier call has failed', async () => {
		const flights = new SingleFlight<string>();
		const failure: unknown = await flights
			.run('a', () => Promise.reject(new Error('no')))
			.catch((error: unknown) => error);
		expect(String(failure)).to.equal('Error: no');
		expect(await flights.run('a', async () => 'second')).to.equal('second');
	});
});
