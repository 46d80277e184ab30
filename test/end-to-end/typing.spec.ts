import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

/** Long enough for a busy machine, milliseconds. */
const LIMIT = 60_000;

describe('typing', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };
	/** What the room's clients in Rocket.Chat were told: `name` while somebody types, `-name` when they stop. */
	const seen: string[] = [];

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
		await bob.send(room.matrixId, 'hello');
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'hello');
		await alice.realtime.subscribe(
			'notify-room',
			`${room.rocketChatId}/user-activity`,
			(name, activities) =>
				seen.push(
					(activities as string[]).includes('user-typing') ? String(name) : `-${String(name)}`,
				),
		);
	});
	after(() => federated.stop());

	const told = (what: string) =>
		waitFor({
			what: `${what} among ${seen.join()}`,
			timeout: LIMIT,
			interval: 50,
			look: () => (seen.includes(what) ? true : undefined),
		});

	itNeeding('ephemeral events', 'on Matrix shows in Rocket.Chat, until the person stops', async () => {
		seen.length = 0;
		await bob.client.sendTyping(room.matrixId, true, 30_000);
		await told('bob:matrix.test');
		expect(seen).to.deep.equal(['bob:matrix.test']);
		await bob.client.sendTyping(room.matrixId, false, 0);
		await told('-bob:matrix.test');
		expect(seen).to.deep.equal(['bob:matrix.test', '-bob:matrix.test']);
	});

	itNeeding('ephemeral events', 'on Matrix ends when the message is there', async () => {
		seen.length = 0;
		await bob.client.sendTyping(room.matrixId, true, 30_000);
		await told('bob:matrix.test');
		await bob.send(room.matrixId, 'this is what I typed');
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'this is what I typed');
		await told('-bob:matrix.test');
	});
});
