import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

const ghost = `@rc_alice:${DOMAIN}`;

describe('a workspace that pulls', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };

	before(async () => {
		federated = await FederatedWorkspace.start({ intake: 'pull' });
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
	});
	after(() => federated.stop());

	it('gives the homeserver a registration file without an address, and serves no request of it', async () => {
		const file = await federated.app.admin.rest.fetch(
			`/api/apps/public/${federated.app.appId}/registration`,
		);
		expect(await file.text()).to.match(/^url: null$/m);
		const { hs_token } = await federated.app.administration.appSettings(federated.app.appId);
		const answer = await fetch(`${federated.app.publicApi}/_matrix/app/v1/transactions/1`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${String(hs_token)}`, 'content-type': 'application/json' },
			body: '{"events":[]}',
		});
		expect([answer.status, ((await answer.json()) as { errcode: string }).errcode]).to.deep.equal([
			403,
			'M_FORBIDDEN',
		]);
	});

	it('gets messages in order, without a push', async () => {
		await alice.send(room.rocketChatId, 'to Matrix');
		await bob.waitForMessage(room.matrixId, ({ body }) => body === 'to Matrix');
		const texts = Array.from({ length: 30 }, (_, index) => `message ${index}`);
		for (const text of texts) {
			await bob.send(room.matrixId, text);
		}
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === texts.at(-1));
		const found = (await alice.messages(room.rocketChatId, 100)).map(({ text }) => text);
		expect(found.filter((text) => text.startsWith('message'))).to.deep.equal(texts);
	});

	it('removes messages and reactions that are redacted, which not every homeserver pushes', async () => {
		const { id } = await alice.send(room.rocketChatId, 'like it?');
		const { eventId } = await bob.waitForMessage(room.matrixId, ({ body }) => body === 'like it?');
		const reaction = await bob.react(room.matrixId, eventId, '👍');
		await alice.waitForMessage(
			room.rocketChatId,
			({ raw, ...message }) => message.id === id && raw.reactions !== undefined,
		);
		const unwanted = await bob.send(room.matrixId, 'forget this');
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'forget this');
		await bob.client.redactEvent(room.matrixId, reaction);
		await bob.client.redactEvent(room.matrixId, unwanted);
		// Events of one room come in order.
		await bob.send(room.matrixId, 'after it');
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'after it');
		const messages = await alice.messages(room.rocketChatId, 100);
		expect(messages.map(({ text }) => text)).not.to.include('forget this');
		expect(messages.find((message) => message.id === id)?.raw.reactions ?? {}).to.deep.equal({});
	});

	it('shows who is typing, which not every homeserver pushes', async () => {
		const shown = new Promise<unknown>((resolve) => {
			void alice.realtime
				.subscribe('notify-room', `${room.rocketChatId}/user-activity`, (name) => resolve(name))
				.then(() => bob.client.sendTyping(room.matrixId, true, 30_000));
		});
		expect(await shown).to.equal(bob.userId.slice(1));
	});

	it('answers invitations of ghosts', async () => {
		const carl = await federated.matrixPerson('carl');
		const roomId = await carl.createDirectRoom(ghost);
		await carl.send(roomId, 'before the join');
		await carl.waitForMember(roomId, ghost);
		const direct = await alice.waitForDirectRoom(carl.userId.slice(1));
		await alice.waitForMessage(direct._id, ({ text }) => text === 'before the join');
		await carl.send(roomId, 'behind the join');
		await alice.waitForMessage(direct._id, ({ text }) => text === 'behind the join');
	});

	itNeeding(
		'processes',
		'gets what was written while the homeserver was away from it, and while it was away itself',
		async () => {
			await federated.homeserver.restart();
			await bob.send(room.matrixId, 'behind a restart');
			await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'behind a restart');
			await federated.app.kill();
			await bob.send(room.matrixId, 'behind a crash');
			await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'behind a crash');
		},
	);

	it('says so in the status, and tests no call of the homeserver', async () => {
		const status = await federated.app.command(federated.app.admin, 'status');
		expect(status).to.match(/✅ Events of Matrix are pulled, as the setting says/);
		expect(status).to.match(/The app asks the homeserver as \d+ ghosts? \(/);
		expect(status).not.to.match(/❌|callback/);
	});
});
