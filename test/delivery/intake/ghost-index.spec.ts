import { expect } from 'chai';
import { GhostIndex } from '../../../src/delivery/intake/ghost-index';
import type { UserId } from '../../../src/matrix/ids';
import { PulledGhosts } from '../../../src/store/pulled-ghosts';
import { memoryPersistence } from '../../support/memory-persistence';

const [alice, dora] = ['@rc_alice:example.org', '@rc_dora:example.org'] as [UserId, UserId];

/** Two instances of the server on one store, the first of which asks as Alice's ghost, the second as Dora's. */
async function twoInstances() {
	const stored = new PulledGhosts(memoryPersistence());
	const first = new GhostIndex(stored, (ghostId) => ghostId === alice);
	const second = new GhostIndex(stored, (ghostId) => ghostId === dora);
	await first.load();
	await second.load();
	return { stored, first, second };
}

describe('ghost index', () => {
	it('asks as a ghost on one instance only', async () => {
		const { first, second } = await twoInstances();
		for (const index of [first, second]) {
			await index.add(alice);
			await index.add(dora);
		}
		expect([first.own, second.own]).to.deep.equal([[alice], [dora]]);
		expect([first.takeOldest(), first.takeMostActive()]).to.deep.equal([alice, alice]);
		expect(second.takeOldest()).to.equal(dora);
	});

	it('keeps the token that another instance has stored when it meets the same ghost', async () => {
		const { first, second } = await twoInstances();
		await first.add(alice);
		await first.advance(alice, undefined, 'token', true);
		await second.add(alice);
		expect(second.tokenOf(alice)).to.equal('token');
	});

	it('finds ghosts that another instance has met, and how far that one has read', async () => {
		const { first, second } = await twoInstances();
		await first.add(dora);
		await second.reload();
		expect(second.own).to.deep.equal([dora]);
		await second.advance(dora, undefined, 'later', true);
		await first.reload();
		expect(first.tokenOf(dora)).to.equal('later');
	});

	it('forgets a ghost that another instance has retired', async () => {
		const { stored, first, second } = await twoInstances();
		await first.add(dora);
		await second.reload();
		first.remove([dora]);
		await stored.remove(dora);
		await second.reload();
		expect(second.all).to.deep.equal([]);
	});

	it('keeps its own token, which may be younger than the stored one', async () => {
		const { first } = await twoInstances();
		await first.add(alice);
		await first.advance(alice, undefined, 'stored', true);
		await first.advance(alice, 'stored', 'in memory', true);
		await first.reload();
		expect(first.tokenOf(alice)).to.equal('in memory');
	});
});
