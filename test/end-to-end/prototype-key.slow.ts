import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { FederatedWorkspace } from '../support/federated-workspace';

/** Takes minutes, because the engine needs most of a minute each time to notice that the app stands still. */
describe('an event with a prototype key, at which the engine stops', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
	});
	after(() => federated.stop());

	/** Sends a body that no client library sends. */
	async function sendRaw(content: string): Promise<void> {
		const path = `rooms/${encodeURIComponent(room.matrixId)}/send/m.room.message/raw`;
		const response = await fetch(`${federated.homeserver.url}/_matrix/client/v3/${path}`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${bob.client.getAccessToken() ?? ''}` },
			body: content,
		});
		expect(response.status).to.equal(200);
	}
	const texts = async () => (await alice.messages(room.rocketChatId, 100)).map(({ text }) => text);

	it('is shown when the app is back, and so is what was written behind it', async () => {
		await sendRaw('{"msgtype":"m.text","body":"poison","more":{"__proto__":1}}');
		await bob.send(room.matrixId, 'behind it');
		await waitFor({
			what: 'the messages',
			timeout: 300_000,
			look: async () => {
				// Engines of today start the app's jobs only minutes after its end; what people write starts the app's work.
				await alice.send(room.rocketChatId, 'anybody there?');
				return (await texts()).includes('behind it') || undefined;
			},
		});
		expect((await texts()).filter((text) => text !== 'anybody there?')).to.deep.equal([
			'poison',
			'behind it',
		]);
	});
});
