import { expect } from 'chai';
import { DoubtedConnection } from '../../src/store/doubted-connection';
import { memoryPersistence } from '../support/memory-persistence';

describe('a doubted connection', () => {
	it('is known after a restart, until it works', async () => {
		const persistence = memoryPersistence();
		expect(await new DoubtedConnection(persistence).isNoted()).to.equal(false);
		await new DoubtedConnection(persistence).note();
		const restarted = new DoubtedConnection(persistence);
		expect(await restarted.isNoted()).to.equal(true);
		await restarted.forget();
		expect(await new DoubtedConnection(persistence).isNoted()).to.equal(false);
	});

	it('costs no write each time that the connection works', async () => {
		const persistence = memoryPersistence();
		const doubted = new DoubtedConnection(persistence);
		await doubted.note();
		await doubted.forget();
		const callsBefore = persistence.calls.length;
		await doubted.forget();
		expect(persistence.calls).to.have.length(callsBefore);
	});
});
