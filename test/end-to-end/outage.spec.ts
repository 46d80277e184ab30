import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

describe('outage', () => {
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

	it('of the homeserver is told to the writer of a message once, if it lasts', async () => {
		await federated.homeserver.stop();
		await alice.send(room.rocketChatId, 'into the void');
		const isHere = (notice: { roomId: string }) => notice.roomId === room.rocketChatId;
		const { text } = await alice.waitForNotice(isHere);
		expect(text).to.match(/^Matrix cannot be reached at the moment\. What you write here is kept/);
		await alice.send(room.rocketChatId, 'still into the void');
		expect(await federated.app.command(alice, `dm @else:${DOMAIN}`)).to.match(
			/^The homeserver cannot be reached/,
		);
		expect(await federated.app.command(federated.app.admin, 'status')).to.match(
			/❌ The homeserver does not answer/,
		);
		expect(alice.notices.filter(isHere).map((notice) => notice.text)).to.deep.equal([text]);
	});

	it('of the homeserver ends by itself, and what was written meanwhile arrives first', async () => {
		await federated.homeserver.restart();
		await alice.send(room.rocketChatId, 'back again');
		await bob.waitForMessage(room.matrixId, ({ body }) => body === 'back again');
		expect(
			bob
				.messages(room.matrixId)
				.slice(-3)
				.map(({ body }) => body),
		).to.deep.equal(['into the void', 'still into the void', 'back again']);
	});

	it('counts as one while the domain in the settings is not that of the homeserver', async () => {
		const set = (domain: string) =>
			federated.app.administration.setAppSettings(federated.app.appId, { homeserver_domain: domain });
		await set('other.test');
		expect(await federated.app.command(federated.app.admin, 'status')).to.match(/❌ .*other\.test/);
		await alice.send(room.rocketChatId, 'from the other domain');
		await bob.send(room.matrixId, 'to the other domain');
		await set(DOMAIN);
		await bob.waitForMessage(room.matrixId, ({ body }) => body === 'from the other domain');
		const { sender } = await alice.waitForMessage(
			room.rocketChatId,
			({ text }) => text === 'to the other domain',
		);
		expect(sender).to.equal(`bob:${DOMAIN}`);
		expect(
			alice.notices.map(({ text }) => text).filter((text) => text.includes('**not**')),
		).to.deep.equal([]);
	});

	itNeeding('processes', 'of the workspace loses no message written on Matrix meanwhile', async () => {
		await federated.app.workspace.stop();
		await bob.send(room.matrixId, 'while you were away 1');
		await bob.send(room.matrixId, 'while you were away 2');
		await federated.app.restart();
		const alicesMessages = () => alice.messages(room.rocketChatId);
		const texts = await waitFor({
			what: 'what was written meanwhile',
			timeout: 60_000,
			look: async () => {
				const found = (await alicesMessages()).map(({ text }) => text);
				return found.filter((text) => text.startsWith('while you were away')).length === 2
					? found
					: undefined;
			},
		});
		if (federated.software === 'dendrite') {
			// Dendrite pushes a transaction that failed after the ones behind it.
			expect(texts).to.include('while you were away 1');
		} else {
			expect(texts.slice(-2)).to.deep.equal(['while you were away 1', 'while you were away 2']);
		}
	});
});
