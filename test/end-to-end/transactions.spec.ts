import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { collections } from '../../sandbox/workspace/functions/collections';
import { FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

describe('transactions', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };
	let token: string;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
		({ hs_token: token } = (await federated.app.administration.appSettings(federated.app.appId)) as {
			hs_token: string;
		});
	});
	after(() => federated.stop());

	const event = (name: string) => ({
		event_id: `$${name.replaceAll(' ', '-')}`,
		room_id: room.matrixId,
		sender: bob.userId,
		type: 'm.room.message',
		origin_server_ts: Date.now(),
		content: { msgtype: 'm.text', body: name },
	});

	/** @returns the answer's status */
	async function push(transactionId: string, events: readonly object[]): Promise<number> {
		const { status } = await fetch(
			`${federated.app.publicApi}/_matrix/app/v1/transactions/${transactionId}`,
			{
				method: 'PUT',
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				body: JSON.stringify({ events }),
			},
		);
		return status;
	}

	/** How many messages with a part of a text the workspace has at this moment. */
	const postedCount = (part: string) =>
		collections(federated.app.workspace.server)
			.messages.find({})
			.filter(({ msg }) => msg.includes(part)).length;
	const textsWith = async (part: string) =>
		(await alice.messages(room.rocketChatId, 100))
			.map(({ text }) => text)
			.filter((text) => text.includes(part));

	it('that come twice at the same time are handled once', async () => {
		const twice = [event('twice 1'), event('twice 2')];
		const answers = await Promise.all([push('a', twice), push('a', twice), push('b', twice)]);
		expect(answers).to.deep.equal([200, 200, 200]);
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'twice 2');
		expect(await push('c', [...twice, event('twice and new')])).to.equal(200);
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'twice and new');
		expect(await textsWith('twice')).to.deep.equal(['twice 1', 'twice 2', 'twice and new']);
	});

	itNeeding(
		'database',
		'that exceed the inline budget are answered first, then finished in order',
		async () => {
			const names = Array.from({ length: 90 }, (_, index) => `many ${String(index).padStart(3, '0')}`);
			expect(await push('many', names.map(event))).to.equal(200);
			expect(postedCount('many')).to.be.lessThan(names.length);
			await alice.waitForMessage(room.rocketChatId, ({ text }) => text === names.at(-1));
			expect(await textsWith('many')).to.deep.equal(names);
		},
	);

	itNeeding('processes', 'are finished after a crash without a lost or doubled message', async () => {
		const names = Array.from({ length: 90 }, (_, index) => `crash ${String(index).padStart(3, '0')}`);
		expect(await push('crash', names.map(event))).to.equal(200);
		await federated.app.kill();
		expect(await push('after the crash', [event('crash over')])).to.equal(200);
		await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'crash over');
		expect(await textsWith('crash')).to.deep.equal([...names, 'crash over']);
	});

	it('with an event that Rocket.Chat refuses park and list it, and relay the rest', async () => {
		const { administration, admin } = federated.app;
		// The app has read another limit, so that it does not split the message.
		await administration.changeSetting('Message_MaxAllowedSize', 10);
		try {
			const tooLong = { ...event('too long'), content: { msgtype: 'm.text', body: 'x'.repeat(11) } };
			expect(await push('long', [tooLong, event('behind it')])).to.equal(200);
			await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'behind it');
		} finally {
			await administration.changeSetting('Message_MaxAllowedSize', 5_000);
		}
		const status = await federated.app.command(admin, 'status');
		expect(status).to.match(/parked .*: 1\. .*\n• 1 × `too-long`/);
		const list = await federated.app.command(admin, 'parked');
		expect(list).to.match(/\n\*\*1 × `too-long`\*\* .*\n• `\$too-long` .* `m\.room\.message`/);
	});

	it('of rooms that are not federated are answered and ignored', async () => {
		expect(await push('foreign', [{ ...event('foreign'), room_id: '!other:matrix.test' }])).to.equal(200);
		expect(await textsWith('foreign')).to.deep.equal([]);
		expect(await federated.app.command(federated.app.admin, 'status')).not.to.include('$foreign');
	});
});
