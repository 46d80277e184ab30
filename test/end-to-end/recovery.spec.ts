import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

/** Texts such as `calm 1`, `calm 2`. */
const numbered = (name: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

describe('what people do in Rocket.Chat reaches Matrix, in order and once', () => {
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

	const arrived = (name: string) =>
		bob
			.messages(room.matrixId)
			.map(({ body }) => body)
			.filter((body) => body.startsWith(`${name} `));
	const waitForAll = (texts: readonly string[], name: string) =>
		waitFor({
			what: `${texts.length} messages`,
			timeout: 60_000,
			look: async () => (arrived(name).length >= texts.length ? arrived(name) : undefined),
		});

	it('when the homeserver was away while they were written', async () => {
		const texts = numbered('away', 10);
		await federated.homeserver.stop();
		for (const text of texts) {
			await alice.send(room.rocketChatId, text);
		}
		await federated.homeserver.restart();
		expect(await waitForAll(texts, 'away')).to.deep.equal(texts);
	});

	it('when the homeserver was away while they were edited, deleted and reacted to', async () => {
		const ids: string[] = [];
		for (const text of numbered('changed', 3)) {
			ids.push((await alice.send(room.rocketChatId, text)).id);
		}
		await waitForAll(numbered('changed', 3), 'changed');
		await federated.homeserver.stop();
		const [edited = '', deleted = '', reacted = ''] = ids;
		await alice.edit(room.rocketChatId, edited, 'changed again');
		await alice.remove(room.rocketChatId, deleted);
		await alice.react(reacted, ':tada:');
		const late = await alice.send(room.rocketChatId, 'late and deleted');
		await alice.remove(room.rocketChatId, late.id);
		const lateEdited = await alice.send(room.rocketChatId, 'late');
		await alice.edit(room.rocketChatId, lateEdited.id, 'late and edited');
		await federated.homeserver.restart();
		await bob.waitForMessage(room.matrixId, ({ body }) => body === 'late and edited');
		await waitFor({
			what: 'the changes on Matrix',
			timeout: 60_000,
			look: async () => {
				const shown = arrived('changed').join();
				return shown.includes('changed 3') && !shown.includes('changed 2') ? shown : undefined;
			},
		});
		expect(bob.messages(room.matrixId).map(({ body }) => body)).not.to.include('late and deleted');
	});

	itNeeding('processes', 'when the app was killed while they were written', async () => {
		const texts = numbered('killed', 30);
		const killed = federated.app.kill();
		for (const text of texts) {
			await alice.send(room.rocketChatId, text);
		}
		await killed;
		expect(await waitForAll(texts, 'killed')).to.deep.equal(texts);
	});

	it('when the app was disabled while they were written, before what is written afterwards', async () => {
		const { administration, appId } = federated.app;
		const texts = numbered('disabled', 10);
		const edited = await alice.send(room.rocketChatId, 'before it was disabled');
		await bob.waitForMessage(room.matrixId, ({ body }) => body === 'before it was disabled');
		await administration.setAppStatus(appId, 'manually_disabled');
		for (const text of texts.slice(0, 5)) {
			await alice.send(room.rocketChatId, text);
		}
		await alice.edit(room.rocketChatId, edited.id, 'edited while it was disabled');
		await administration.setAppStatus(appId, 'manually_enabled');
		for (const text of texts.slice(5)) {
			await alice.send(room.rocketChatId, text);
		}
		expect(await waitForAll(texts, 'disabled')).to.deep.equal(texts);
		await bob.waitForMessage(room.matrixId, ({ body }) => body === 'edited while it was disabled');
	});

	itNeeding('processes', 'when the workspace was restarted right after they were written', async () => {
		const texts = numbered('restarted', 10);
		for (const text of texts) {
			await alice.send(room.rocketChatId, text);
		}
		await federated.app.restart();
		expect(await waitForAll(texts, 'restarted')).to.deep.equal(texts);
	});
});
