import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { MatrixMessage } from '../../sandbox/clients/matrix-message';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

describe('from Rocket.Chat to Matrix', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let rocketChatId: string;
	let matrixId: string;
	const ghost = `@rc_alice:${DOMAIN}`;

	before(async () => {
		federated = await FederatedWorkspace.start();
		await federated.app.ensureStarter();
		alice = await federated.app.person('alice', 'Alice Smith');
		bob = await federated.matrixPerson('bob');
		({ rocketChatId, matrixId } = await federated.directMessage(alice, bob));
	});
	after(() => federated.stop());

	/** Sends a message and waits for it on Matrix, where its time identifies it. */
	async function say(
		text: string,
		more: object = {},
	): Promise<{ sent: WorkspaceMessage; got: MatrixMessage }> {
		const sent = await alice.send(rocketChatId, text, more);
		const got = await bob.waitForMessage(
			matrixId,
			(message) => message.sender === ghost && message.sentAt === sent.sentAt,
		);
		return { sent, got };
	}
	const reactionsTo = (eventId: string) =>
		bob.client
			.getRoom(matrixId)
			?.getLiveTimeline()
			.getEvents()
			.filter((event) => event.getType() === 'm.reaction' && !event.isRedacted())
			.map((event) => event.getContent()['m.relates_to'])
			.filter((relation) => relation?.event_id === eventId)
			.map((relation) => relation?.key) ?? [];
	const edit = ({ id }: WorkspaceMessage, text: string) =>
		alice.rest.post('/api/v1/chat.update', { roomId: rocketChatId, msgId: id, text });
	const editsOf = async (eventId: string) =>
		(await bob.client.fetchRelations(matrixId, eventId, 'm.replace', 'm.room.message')).chunk;
	const linkTo = ({ roomId, id }: WorkspaceMessage) =>
		`[ ](${federated.app.url}/direct/${roomId}?msg=${id})`;

	it('formatted text has HTML beside it', async () => {
		const { got } = await say('*bold* and `code` :wave_tone3:');
		expect(got.content).to.deep.include({
			format: 'org.matrix.custom.html',
			formatted_body: '<strong>bold</strong> and <code>code</code> 👋🏽',
			'm.mentions': {},
		});
	});

	it('plain text has none', async () => {
		const { got } = await say('just text');
		expect(got.content).to.deep.equal({ msgtype: 'm.text', body: 'just text', 'm.mentions': {} });
	});

	it('a mention is a pill and notifies the user', async () => {
		const { got } = await say(`hello @bob:${DOMAIN}`);
		expect(got.content).to.deep.include({
			body: 'hello bob',
			formatted_body: `hello <a href="https://matrix.to/#/@bob:${DOMAIN}">bob</a>`,
			'm.mentions': { user_ids: [bob.userId] },
		});
	});

	itNeeding('plans', 'a mention stays text if the plan lacks mentions; its writer is told', async () => {
		await federated.app.putOnPlan('community');
		try {
			const { got } = await say(`and now @bob:${DOMAIN}`);
			expect(got.content).to.deep.equal({
				msgtype: 'm.text',
				body: `and now @bob:${DOMAIN}`,
				'm.mentions': {},
			});
			await alice.waitForNotice(({ text }) =>
				text.startsWith('Mentioning people here and on Matrix needs the Starter plan or higher'),
			);
		} finally {
			await federated.app.putOnPlan('starter');
		}
	});

	it('@all notifies the room if its writer has the power, @here never does', async () => {
		const { got: all } = await say('look @all');
		expect(all.content['m.mentions']).to.deep.equal({ room: true });
		const { got: here } = await say('look @here');
		expect(here.content['m.mentions']).to.deep.equal({});
		const eve = await federated.matrixPerson('eve');
		const options = { is_direct: true, preset: 'private_chat', invite: [ghost] };
		const hers = await eve.createRoom(options as Parameters<MatrixPerson['createRoom']>[0]);
		await eve.waitForMember(hers, ghost);
		const room = await alice.waitForDirectRoom(`eve:${DOMAIN}`);
		// The room is there before it is linked. What Eve says arrives once it is.
		await eve.send(hers, 'hello');
		await alice.waitForMessage(room._id, ({ text }) => text === 'hello');
		await alice.send(room._id, 'look again @all');
		const powerless = await eve.waitForMessage(hers, ({ body }) => body.startsWith('look again'));
		expect(powerless.content).to.deep.equal({
			msgtype: 'm.text',
			body: 'look again @all',
			'm.mentions': {},
		});
	});

	it('a quote is a reply', async () => {
		const { sent, got: first } = await say('what is the plan?');
		const { got } = await say(`${linkTo(sent)} this one`);
		expect(got.body).to.equal('this one');
		expect(got.content['m.relates_to']).to.deep.equal({ 'm.in_reply_to': { event_id: first.eventId } });
	});

	it('a quote of a message from Matrix is a reply too', async () => {
		const eventId = await bob.send(matrixId, 'from here');
		const quoted = await alice.waitForMessage(rocketChatId, ({ text }) => text === 'from here');
		const { got } = await say(`${linkTo(quoted)} to there`);
		expect(got.content['m.relates_to']).to.deep.equal({ 'm.in_reply_to': { event_id: eventId } });
	});

	it('a quote of another room is only its link', async () => {
		const secret = await alice.send('GENERAL', 'not for everybody');
		const { got } = await say(`${linkTo(secret)} see there`);
		expect(got.body).to.include('see there').and.to.include(`msg=${secret.id}`);
		expect(JSON.stringify(got.content)).not.to.include('not for everybody');
		expect(got.content).not.to.have.property('m.relates_to');
	});

	it('a message in a thread is in the thread', async () => {
		const { sent, got: root } = await say('a topic');
		const { got } = await say('more of it', { tmid: sent.id });
		expect(got.content['m.relates_to']).to.deep.equal({
			rel_type: 'm.thread',
			event_id: root.eventId,
			is_falling_back: true,
			'm.in_reply_to': { event_id: root.eventId },
		});
	});

	it('an edit replaces the text', async () => {
		const { sent, got } = await say('a mistak');
		await edit(sent, 'no *mistake*');
		const edited = await bob.waitForMessage(
			matrixId,
			({ eventId, edited: replaced }) => eventId === got.eventId && replaced,
		);
		expect(edited.content).to.include({ formatted_body: 'no <strong>mistake</strong>' });
	});

	it('an edit in a thread replaces the text in the thread', async () => {
		const { sent: root } = await say('another topic');
		const { sent, got } = await say('a mistak in it', { tmid: root.id });
		await edit(sent, 'no mistake in it');
		const edited = await bob.waitForMessage(
			matrixId,
			({ eventId, edited: replaced }) => eventId === got.eventId && replaced,
		);
		expect(edited.body).to.equal('no mistake in it');
	});

	it('a quote of a quote replies to the last one, and repeats neither text', async () => {
		const { sent: first } = await say('what is the plan now?');
		const { sent: second, got: answered } = await say(`${linkTo(first)} this one`);
		const { got } = await say(`${linkTo(second)} that one`);
		expect(got.content).to.deep.equal({
			msgtype: 'm.text',
			body: 'that one',
			'm.mentions': {},
			'm.relates_to': { 'm.in_reply_to': { event_id: answered.eventId } },
		});
	});

	it('a text that is too long is several events; a short edit leaves one of them, a deletion none', async () => {
		await federated.app.administration.changeSetting('Message_MaxAllowedSize', 60_000);
		const words = Array.from({ length: 5_000 }, (_, index) => `wörd${index}`).join(' ');
		const { sent } = await say(words);
		const parts = () =>
			bob.messages(matrixId).filter(({ sender, sentAt }) => sender === ghost && sentAt === sent.sentAt);
		const readable = () => parts().filter(({ redacted }) => !redacted);
		await bob.waitUntil('every part', {
			look: () =>
				parts()
					.map(({ body }) => body.trim())
					.join(' ') === words || undefined,
		});
		const [first, ...others] = parts();
		expect(others).not.to.deep.equal([]);
		await edit(sent, 'short after all');
		await bob.waitUntil('the first part alone, edited', {
			look: () =>
				readable()
					.map(({ eventId, body }) => `${eventId} ${body}`)
					.join() === `${first?.eventId ?? 'no event'} short after all` || undefined,
		});
		await alice.rest.post('/api/v1/chat.delete', { roomId: rocketChatId, msgId: sent.id });
		await bob.waitUntil('no part', { look: () => readable().length === 0 || undefined });
	});

	it('a deletion redacts the event', async () => {
		const { sent, got } = await say('forget this');
		await alice.rest.post('/api/v1/chat.delete', { roomId: rocketChatId, msgId: sent.id });
		await bob.waitForMessage(matrixId, ({ eventId, redacted }) => eventId === got.eventId && redacted);
	});

	it('a deletion by an administrator redacts the event', async () => {
		const { sent, got } = await say('forget this, too');
		await federated.app.admin.rest.post('/api/v1/chat.delete', { roomId: rocketChatId, msgId: sent.id });
		await bob.waitForMessage(matrixId, ({ eventId, redacted }) => eventId === got.eventId && redacted);
	});

	it('a reaction is sent and redacted', async () => {
		const { sent, got } = await say('like it?');
		const react = (shouldReact: boolean) =>
			alice.rest.post('/api/v1/chat.react', {
				messageId: sent.id,
				emoji: ':thumbsup_tone2:',
				shouldReact,
			});
		for (const round of [1, 2]) {
			await react(true);
			await bob.waitUntil(`reaction ${round}`, {
				look: () => reactionsTo(got.eventId).includes('👍🏼') || undefined,
			});
			await react(false);
			await bob.waitUntil(`no reaction ${round}`, {
				look: () => reactionsTo(got.eventId).length === 0 || undefined,
			});
		}
	});

	it('a reaction is redacted while those of others stay', async () => {
		const { sent, got } = await say('do we like it?');
		await bob.react(matrixId, got.eventId, '🎉');
		await alice.waitForMessage(
			rocketChatId,
			({ id, raw }) => id === sent.id && raw.reactions !== undefined,
		);
		for (const emoji of [':thumbsup:', ':tada:']) {
			await alice.react(sent.id, emoji);
		}
		await bob.waitUntil('three reactions', {
			look: () => reactionsTo(got.eventId).length === 3 || undefined,
		});
		await alice.react(sent.id, ':thumbsup:', false);
		await bob.waitUntil('two reactions', {
			look: () => reactionsTo(got.eventId).length === 2 || undefined,
		});
		expect(reactionsTo(got.eventId)).to.deep.equal(['🎉', '🎉']);
	});

	it('a deletion redacts every text of an edited message', async () => {
		const { sent, got } = await say('my passwort is x');
		await edit(sent, 'my password is y');
		await bob.waitForMessage(
			matrixId,
			({ eventId, edited: replaced }) => eventId === got.eventId && replaced,
		);
		const [edited] = await editsOf(got.eventId);
		await alice.rest.post('/api/v1/chat.delete', { roomId: rocketChatId, msgId: sent.id });
		await bob.waitForMessage(matrixId, ({ eventId, redacted }) => eventId === got.eventId && redacted);
		await bob.waitUntil('an edit without text', {
			look: async () => {
				const event = await bob.client.fetchRoomEvent(matrixId, edited?.event_id ?? '');
				return Object.keys(event.content ?? {}).length === 0 || undefined;
			},
		});
	});

	it('a deletion of a message from Matrix redacts it, by a user with the power', async () => {
		await federated.app.admin.rest.post('/api/v1/users.update', {
			userId: alice.userId,
			data: { roles: ['user', 'admin'] },
		});
		const eventId = await bob.send(matrixId, 'not nice');
		const { id } = await alice.waitForMessage(rocketChatId, ({ text }) => text === 'not nice');
		await alice.rest.post('/api/v1/chat.delete', { roomId: rocketChatId, msgId: id });
		await bob.waitForMessage(matrixId, (message) => message.eventId === eventId && message.redacted);
	});
});
