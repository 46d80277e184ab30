import { expect } from 'chai';
import { FederatedWorkspace } from '../support/federated-workspace';
import { differences, Probe, type Conversation } from '../support/homeserver-differences';

describe('the homeserver, as docs/homeservers.md describes it', () => {
	let federated: FederatedWorkspace;
	let probe: Probe;
	let conversation: Conversation;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
		await federated.app.command(federated.app.admin, 'status', 40_000);
		await federated.app.person('late');
		const alice = await federated.app.person('alice');
		const bob = await federated.matrixPerson('bob');
		conversation = { alice, bob, room: await federated.directMessage(alice, bob) };
		probe = await Probe.of(federated);
	});
	after(() => federated.stop());

	for (const difference of differences) {
		it(`differs from others in this: ${difference.what}`, async () => {
			expect(await difference.find(probe, conversation)).to.equal(difference[federated.software]);
		});
	}
});
