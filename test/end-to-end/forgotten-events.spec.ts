import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { FederatedWorkspace } from '../support/federated-workspace';
import { HoldingProxy } from '../support/holding-proxy';
import { packagedAppJson } from '../support/installed-app';

describe('events that the homeserver forgets when it stops', () => {
	let federated: FederatedWorkspace;
	let proxy: HoldingProxy;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };

	before(async () => {
		proxy = await HoldingProxy.start();
		federated = await FederatedWorkspace.start({
			callback_url: `${proxy.url}/api/apps/public/${packagedAppJson().id}`,
		});
		proxy.target = federated.app.url;
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
	});
	after(async () => {
		proxy.letGo();
		await federated.stop();
		proxy.stop();
	});

	it('arrive in order, before those that it pushes when it is back', async () => {
		const texts = Array.from({ length: 60 }, (_, index) => `forgotten ${index}`);
		proxy.hold();
		for (const text of texts) {
			await bob.send(room.matrixId, text);
		}
		await waitFor({ what: 'a transaction', timeout: 60_000, look: () => proxy.held > 0 || undefined });
		await federated.homeserver.restart();
		proxy.letGo();
		const later = Array.from({ length: 20 }, (_, index) => `later ${index}`);
		for (const text of later) {
			await bob.send(room.matrixId, text);
		}
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === later.at(-1));
		const found = (await alice.messages(room.rocketChatId, 100)).map(({ text }) => text);
		expect(found).to.deep.equal([...texts, ...later]);
	});
});
