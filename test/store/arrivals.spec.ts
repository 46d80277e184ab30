import { expect } from 'chai';
import { Arrivals } from '../../src/store/arrivals';
import { memoryPersistence } from '../support/memory-persistence';

describe('arrivals', () => {
	it('are undefined before the first one', async () => {
		expect(await new Arrivals(memoryPersistence()).last('ping')).to.equal(undefined);
	});

	it('keep the last one of each kind, also for another instance of the server', async () => {
		const persistence = memoryPersistence();
		const arrivals = new Arrivals(persistence);
		await arrivals.save('ping', { id: '1', host: 'one.test' });
		await arrivals.save('echo', { id: '$e', host: 'one.test' });
		await arrivals.save('ping', { id: '2', host: 'two.test' });
		expect(persistence.all()).to.have.length(2);
		expect(await new Arrivals(persistence).last('ping')).to.deep.equal({ id: '2', host: 'two.test' });
		expect(await new Arrivals(persistence).last('echo')).to.deep.equal({ id: '$e', host: 'one.test' });
	});
});
