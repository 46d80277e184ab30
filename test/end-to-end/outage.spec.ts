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
			/^The Matrix server of this workspace cannot be reached/,
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

	const identities: readonly [id: string, right: string, wrong: string][] = [
		['homeserver_domain', DOMAIN, 'other.test'],
		['user_prefix', 'rc_', 'wrong_'],
	];
	for (const [id, right, wrong] of identities) {
		it(`counts as one while ${id} in the settings is not what the homeserver knows`, async () => {
			const { administration, appId, admin } = federated.app;
			await administration.setAppSettings(appId, { [id]: wrong });
			expect(await federated.app.command(admin, 'status')).to.match(new RegExp(`❌ .*${wrong}`));
			await alice.send(room.rocketChatId, `out of ${wrong}`);
			await bob.send(room.matrixId, `into ${wrong}`);
			await administration.setAppSettings(appId, { [id]: right });
			await bob.waitForMessage(room.matrixId, ({ body }) => body === `out of ${wrong}`);
			const { sender } = await alice.waitForMessage(
				room.rocketChatId,
				({ text }) => text === `into ${wrong}`,
			);
			expect(sender).to.equal(`bob:${DOMAIN}`);
			expect(
				alice.notices.map(({ text }) => text).filter((text) => text.includes('**not')),
			).to.deep.equal([]);
		});
	}

	itNeeding('processes', 'that a wrong setting made goes on when the workspace is restarted', async () => {
		const { administration, appId } = federated.app;
		await administration.setAppSettings(appId, { homeserver_domain: 'other.test' });
		await federated.app.restart();
		alice = await federated.app.person('alice');
		await alice.send(room.rocketChatId, 'from the other domain, after a restart');
		await bob.send(room.matrixId, 'to the other domain, after a restart');
		expect(await federated.app.command(federated.app.admin, 'status')).to.match(/❌ .*other\.test/);
		await federated.app.administration.setAppSettings(appId, { homeserver_domain: DOMAIN });
		await bob.waitForMessage(
			room.matrixId,
			({ body }) => body === 'from the other domain, after a restart',
		);
		const { sender } = await alice.waitForMessage(
			room.rocketChatId,
			({ text }) => text === 'to the other domain, after a restart',
		);
		expect(sender).to.equal(`bob:${DOMAIN}`);
		const lines = (await alice.messages(room.rocketChatId)).map(({ text }) => text);
		expect(lines.filter((text) => text.includes('has joined'))).to.deep.equal([]);
		expect(alice.notices.map(({ text }) => text).filter((text) => text.includes('**not'))).to.deep.equal(
			[],
		);
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
