import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { collections, update } from '../../sandbox/workspace/functions/collections';
import { FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

/** Milliseconds within which the recurring job of the app has retried the inbox, and a little more. */
const RETRIED_WITHIN = 60_000;

describe('what Rocket.Chat does not accept from Matrix', () => {
	let federated: FederatedWorkspace;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
	});
	after(() => federated.stop());

	/** Two people with a direct message of their own. */
	async function pair(name: string): Promise<{
		alice: WorkspacePerson;
		bob: MatrixPerson;
		rocketChatId: string;
		matrixId: string;
		notices: () => string[];
	}> {
		const alice = await federated.app.person(`alice.${name}`);
		const bob = await federated.matrixPerson(`bob.${name}`);
		const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
		const notices = () =>
			bob
				.messages(matrixId)
				.filter(({ sender }) => sender !== bob.userId)
				.map(({ body }) => body)
				.filter((body) => body.startsWith('This was not delivered'));
		return { alice, bob, rocketChatId, matrixId, notices };
	}

	const status = () => federated.app.command(federated.app.admin, 'status');
	/** @returns how many events are parked, as /federation status says; undefined: none */
	const parkedCount = async () => /parked .*: (\d+)\./.exec(await status())?.[1];

	itNeeding('internals', 'is kept while its database is away, and comes in order later', async function () {
		this.timeout(120_000);
		const { alice, bob, rocketChatId, matrixId, notices } = await pair('away');
		const bridge = federated.app.workspace.server
			.appManager()
			.getBridges()
			.getMessageBridge() as unknown as { create: (message: { text?: string }) => Promise<string> };
		const create = bridge.create.bind(bridge);
		let refused = 0;
		bridge.create = async () => {
			refused += 1;
			throw new Error('connect ECONNREFUSED 127.0.0.1:27017');
		};
		try {
			const said = ['first', 'second', 'third'];
			for (const text of said) {
				await bob.send(matrixId, text);
			}
			await bob.waitUntil('a post that Rocket.Chat could not store', {
				look: () => (refused > 0 ? true : undefined),
			});
			bridge.create = create;
			await alice.waitForMessage(rocketChatId, ({ text }) => text === 'third', RETRIED_WITHIN);
			expect((await alice.messages(rocketChatId)).map(({ text }) => text)).to.deep.equal(said);
			expect(notices()).to.deep.equal([]);
			expect(await status()).not.to.match(/parked/);
		} finally {
			bridge.create = create;
		}
	});

	itNeeding('database', 'is told with its reason once, and parked, if the sender is muted', async () => {
		const { alice, bob, rocketChatId, matrixId, notices } = await pair('muted');
		const { rooms } = collections(federated.app.workspace.server);
		update(rooms, rocketChatId, { muted: [bob.userId.slice(1)] });
		await bob.send(matrixId, 'one');
		await bob.send(matrixId, 'two');
		await bob.waitForMessage(matrixId, ({ body }) => body.includes('You are muted in the room there.'));
		await waitFor({
			what: 'both messages in the list of parked events',
			timeout: 15_000,
			interval: 200,
			look: async () => /parked .*: 2\./.test(await status()) || undefined,
		});
		update(rooms, rocketChatId, {}, ['muted']);
		await bob.send(matrixId, 'three');
		await alice.waitForMessage(rocketChatId, ({ text }) => text === 'three');
		expect(notices()).to.have.length(1);
		expect((await alice.messages(rocketChatId)).map(({ text }) => text)).to.deep.equal(['three']);
		expect(await status()).to.match(/parked .*: 2\. `\/federation parked` lists them\.\n• 2 × `muted`$/);
	});

	it('is told once, and not parked, if the local person is deactivated', async () => {
		const { alice, bob, matrixId, notices } = await pair('inactive');
		const parkedBefore = await parkedCount();
		await federated.app.admin.rest.post('/api/v1/users.setActiveStatus', {
			userId: alice.userId,
			activeStatus: false,
		});
		await bob.send(matrixId, 'are you there?');
		await bob.send(matrixId, 'hello?');
		await bob.waitForMessage(matrixId, ({ body }) =>
			body.includes('The account of the person you write to is deactivated there.'),
		);
		// Not activated again: a message that is refused just before is parked, since its reason is gone when it is looked for.
		expect(notices()).to.have.length(1);
		expect(await parkedCount()).to.equal(parkedBefore);
	});

	it('is told by the departure of the ghost, and not parked, if the local person is deleted', async () => {
		const { alice, bob, matrixId, notices } = await pair('deleted');
		const parkedBefore = await parkedCount();
		await federated.app.admin.rest.post('/api/v1/users.delete', { userId: alice.userId });
		await bob.send(matrixId, 'are you there?');
		await waitForDeparture(bob, matrixId, '@rc_alice.deleted:matrix.test');
		await bob.send(matrixId, 'hello?');
		expect(notices()).to.have.length.at.most(1);
		expect(await parkedCount()).to.equal(parkedBefore);
	});

	it('is not parked if somebody reacts in a direct message that is gone', async () => {
		const { alice, bob, rocketChatId, matrixId } = await pair('gone');
		const parked = async () => /parked .*: \d+/.exec(await status())?.[0];
		const before = await parked();
		const eventId = await bob.send(matrixId, 'before');
		await alice.waitForMessage(rocketChatId, ({ text }) => text === 'before');
		await federated.app.admin.rest.post('/api/v1/users.delete', { userId: alice.userId });
		await bob.react(matrixId, eventId, '👍');
		await waitForDeparture(bob, matrixId, '@rc_alice.gone:matrix.test');
		expect(await parked()).to.equal(before);
	});
});

/** Waits until a ghost has left a room. */
async function waitForDeparture(observer: MatrixPerson, roomId: string, ghostId: string): Promise<void> {
	await observer.waitUntil(`${ghostId} has left`, {
		look: async () => {
			const { membership } = await observer.client.getStateEvent(roomId, 'm.room.member', ghostId);
			return membership === 'leave' || undefined;
		},
	});
}
