import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

describe('from Matrix to Rocket.Chat', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let dan: MatrixPerson;
	let rocketChatId: string;
	let matrixId: string;

	before(async () => {
		federated = await FederatedWorkspace.start();
		await federated.app.ensureStarter();
		alice = await federated.app.person('alice', 'Alice Smith');
		bob = await federated.matrixPerson('bob');
		dan = await federated.matrixPerson('dan');
		await federated.app.command(alice, `dm ${bob.userId} ${dan.userId}`);
		({ roomId: matrixId } = await bob.waitForInvitation());
		await bob.join(matrixId);
		await dan.join(matrixId);
		rocketChatId = (await alice.directRooms())[0]?._id ?? '';
	});
	after(() => federated.stop());

	const send = async (content: object, type = 'm.room.message', person = bob): Promise<string> =>
		(await person.client.sendEvent(matrixId, type as never, content as never)).event_id;
	const html = (formatted_body: string, body = 'plain') => ({
		msgtype: 'm.text',
		body,
		format: 'org.matrix.custom.html',
		formatted_body,
	});
	/** Waits until the last message of the room is the expected one. @returns it */
	const got = (predicate: (message: WorkspaceMessage) => boolean) =>
		alice.waitForMessage(rocketChatId, predicate);
	const gotText = (text: string) => got((message) => message.text === text);
	let marks = 0;
	/** Waits until everything sent so far has come: the events of a room are relayed in order. */
	const settle = async () => {
		marks += 1;
		const mark = `mark ${marks}`;
		await bob.send(matrixId, mark);
		await gotText(mark);
	};
	const byId = async (id: string) =>
		(await alice.messages(rocketChatId)).find((message) => message.id === id);
	/** @returns the text of a message after everything sent so far has come */
	const textNow = async (id: string) => {
		await settle();
		return (await byId(id))?.text;
	};
	const changed = async (id: string, predicate: (message: WorkspaceMessage) => boolean) =>
		got((message) => message.id === id && predicate(message));

	it('formatted text keeps its format', async () => {
		await send(html('<strong>bold</strong> and <code>code</code>'));
		await gotText('*bold* and `code`');
	});

	it('text that looks like markup is shown as it was written', async () => {
		await send({ msgtype: 'm.text', body: 'not *bold*, not @all' });
		const message = await got(({ text }) => text.includes('bold') && text.includes('all'));
		expect(message.raw.mentions).to.deep.equal([]);
	});

	it('a pill mentions the user', async () => {
		await send(html(`<a href="https://matrix.to/#/@rc_alice:${DOMAIN}">Alice Smith</a>: hello`));
		const message = await got(({ text }) => text.replaceAll('\u2060', '') === '@alice: hello');
		expect(message.raw.mentions).to.deep.include({
			_id: alice.userId,
			username: 'alice',
			name: 'Alice Smith',
			type: 'user',
		});
	});

	it('a reply quotes the message that it replies to', async () => {
		const { id } = await alice.send(rocketChatId, 'a question');
		const question = await bob.waitForMessage(matrixId, ({ body }) => body === 'a question');
		await send({
			msgtype: 'm.text',
			body: '> a question\n\nan answer',
			format: 'org.matrix.custom.html',
			formatted_body: '<mx-reply><blockquote>a question</blockquote></mx-reply>an answer',
			'm.relates_to': { 'm.in_reply_to': { event_id: question.eventId } },
		});
		const answer = await got(({ text }) => text.endsWith('an answer'));
		expect(answer.text).to.include(`?msg=${id}`);
		expect(answer.raw.attachments).to.have.nested.property('[0].text', 'a question');
	});

	it('a reply of an older client shows the quoted message once', async () => {
		const { id } = await alice.send(rocketChatId, 'another question');
		const question = await bob.waitForMessage(matrixId, ({ body }) => body === 'another question');
		await send({
			msgtype: 'm.text',
			body: `> <@rc_alice:${DOMAIN}> another question\n\nanother answer`,
			'm.relates_to': { 'm.in_reply_to': { event_id: question.eventId } },
		});
		const answer = await got(({ text }) => text.endsWith('another answer'));
		expect(answer.text).to.match(new RegExp(`^\\[ \\]\\(\\S+[?]msg=${id}\\) another answer$`));
	});

	it('a reply to an unknown message is shown', async () => {
		await send({
			msgtype: 'm.text',
			body: 'an answer to nothing',
			'm.relates_to': { 'm.in_reply_to': { event_id: '$unknown' } },
		});
		await gotText('an answer to nothing');
	});

	it('a message in a thread is in the thread', async () => {
		const { id } = await alice.send(rocketChatId, 'a topic');
		const root = await bob.waitForMessage(matrixId, ({ body }) => body === 'a topic');
		await send({
			msgtype: 'm.text',
			body: 'more of it',
			'm.relates_to': {
				rel_type: 'm.thread',
				event_id: root.eventId,
				is_falling_back: true,
				'm.in_reply_to': { event_id: root.eventId },
			},
		});
		expect((await gotText('more of it')).raw.tmid).to.equal(id);
	});

	it('an edit changes the text, and only its writer can', async () => {
		const eventId = await send({ msgtype: 'm.text', body: 'a mistak' });
		const { id } = await gotText('a mistak');
		const edit = (body: string) => ({
			msgtype: 'm.text',
			body: `* ${body}`,
			'm.new_content': { msgtype: 'm.text', body },
			'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
		});
		await send(edit('forged'), 'm.room.message', dan);
		expect(await textNow(id)).to.equal('a mistak');
		await send(edit('no mistake'));
		await changed(id, ({ text }) => text === 'no mistake');
		await send(edit('forged again'), 'm.room.message', dan);
		expect(await textNow(id)).to.equal('no mistake');
	});

	itNeeding('redactions', 'a redaction of an edit restores the earlier text', async () => {
		const eventId = await send({ msgtype: 'm.text', body: 'first words' });
		const { id } = await gotText('first words');
		const edits: string[] = [];
		for (const body of ['second words', 'the password']) {
			edits.push(
				await send({
					msgtype: 'm.text',
					body: `* ${body}`,
					'm.new_content': { msgtype: 'm.text', body },
					'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
				}),
			);
			await changed(id, ({ text }) => text === body);
		}
		await bob.client.redactEvent(matrixId, edits[1] ?? '');
		expect(await textNow(id)).to.equal('second words');
		await bob.client.redactEvent(matrixId, edits[0] ?? '');
		expect(await textNow(id)).to.equal('first words');
	});

	itNeeding('redactions', 'a redaction by another user with the power deletes the message', async () => {
		const eventId = await send({ msgtype: 'm.text', body: 'forget this' }, 'm.room.message', dan);
		const { id } = await gotText('forget this');
		await bob.client.redactEvent(matrixId, eventId);
		await settle();
		expect(await byId(id)).to.equal(undefined);
	});

	itNeeding('redactions', 'a reaction is added and removed', async () => {
		const { id } = await alice.send(rocketChatId, 'like it?');
		const { eventId } = await bob.waitForMessage(matrixId, ({ body }) => body === 'like it?');
		const reaction = await send(
			{ 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key: '👍🏼' } },
			'm.reaction',
		);
		const reacted = await changed(id, ({ raw }) => raw.reactions !== undefined);
		expect(reacted.raw.reactions).to.deep.equal({ ':thumbsup_tone2:': { usernames: [`bob:${DOMAIN}`] } });
		await bob.client.redactEvent(matrixId, reaction);
		await settle();
		expect((await byId(id))?.raw.reactions ?? {}).to.deep.equal({});
	});

	it('a reaction with a custom emoji is added by its name', async () => {
		await federated.app.addEmoji('parrot');
		const { id } = await alice.send(rocketChatId, 'who is there?');
		const { eventId } = await bob.waitForMessage(matrixId, ({ body }) => body === 'who is there?');
		const relation = { rel_type: 'm.annotation', event_id: eventId, key: 'mxc://matrix.test/parrot' };
		await send({ 'm.relates_to': relation, shortcode: ':parrot:' }, 'm.reaction');
		const reacted = await changed(id, ({ raw }) => raw.reactions !== undefined);
		expect(reacted.raw.reactions).to.deep.equal({ ':parrot:': { usernames: [`bob:${DOMAIN}`] } });
	});

	it('a reaction that Rocket.Chat cannot show is named in a notice', async () => {
		await alice.send(rocketChatId, 'what do you think?');
		const { eventId } = await bob.waitForMessage(matrixId, ({ body }) => body === 'what do you think?');
		await send(
			{ 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key: 'yes!' } },
			'm.reaction',
		);
		await alice.waitForNotice(
			({ text }) => text === 'bob reacted with `yes!`, which cannot be shown here.',
		);
	});

	it('a text that is too long becomes several messages without a loss', async () => {
		const words = Array.from({ length: 1_500 }, (_, index) => `word${index}`).join(' ');
		await send({ msgtype: 'm.text', body: words });
		await got(({ text }) => text.endsWith('word1499'));
		const parts = (await alice.messages(rocketChatId)).filter(({ text }) => /word\d+ /.test(text));
		expect(parts.length).to.be.greaterThan(1);
		expect(parts.map(({ text }) => text.trim()).join(' ')).to.equal(words);
	});

	const kinds: readonly [what: string, content: object, text: RegExp, type?: string][] = [
		['an emote', { msgtype: 'm.emote', body: 'waves' }, /^_bob waves_$/],
		['a notice', { msgtype: 'm.notice', body: 'a robot says' }, /a robot says/],
		[
			'a location',
			{ msgtype: 'm.location', body: 'Tower', geo_uri: 'geo:51.5,-0.1' },
			/Tower[^]*mlat=51\.5/,
		],
		[
			'a sticker whose picture is gone',
			{ body: 'a cat', url: 'mxc://x/y', info: {} },
			/^`a cat` was not transferred: Matrix does not have the file/,
			'm.sticker',
		],
		[
			'a voice message whose sound is gone',
			{
				msgtype: 'm.audio',
				body: 'voice.ogg',
				url: 'mxc://x/y',
				info: { duration: 65_000 },
				'org.matrix.msc3245.voice': {},
			},
			/^`Voice message\.ogg` was not transferred: Matrix does not have the file/,
		],
		['an encrypted message', { ciphertext: 'x' }, /which this workspace cannot read/, 'm.room.encrypted'],
		['an unknown kind', { msgtype: 'org.example.unknown', body: 'readable' }, /^readable$/],
	];
	for (const [what, content, text, type] of kinds) {
		it(`${what} is readable`, async () => {
			await send(content, type);
			await got((message) => text.test(message.text));
		});
	}

	it('a new topic is a line of the person who set it', async () => {
		await bob.client.sendStateEvent(matrixId, 'm.room.topic' as never, { topic: 'Lunch' } as never, '');
		const line = await gotText('_changed the topic of this room:_\nLunch');
		expect(line.sender).to.equal(bob.userId.slice(1));
	});

	it('an event of a type without a handler is counted and not shown', async () => {
		const before = (await alice.messages(rocketChatId)).length;
		await send({ some: 'thing' }, 'org.example.custom');
		await settle();
		const texts = (await alice.messages(rocketChatId)).slice(before).map(({ text }) => text);
		expect(texts.every((text) => text.startsWith('mark'))).to.equal(true);
		expect(await federated.app.command(federated.app.admin, 'status')).to.include(
			'Events of types that Rocket.\u2060Chat cannot show: `org.example.custom (1)`.',
		);
	});

	it('what is said stands nowhere in the log, and no token either', async () => {
		const { administration, admin, appId } = federated.app;
		await send({ msgtype: 'm.text', body: 'nobody else may read this' });
		await alice.send(rocketChatId, 'and nobody else this');
		await settle();
		const { logs } = await admin.rest.get<{ logs: { method: string }[] }>(`/api/apps/${appId}/logs`, {
			count: '0',
		});
		expect(logs.some(({ method }) => method.includes('transactions'))).to.equal(true);
		const text = JSON.stringify(logs);
		const { as_token, hs_token } = await administration.appSettings(appId);
		for (const hidden of ['nobody else', String(as_token), String(hs_token)]) {
			expect(text.includes(hidden), hidden).to.equal(false);
		}
	});

	interface PollNames {
		readonly prefix: string;
		readonly start: (question: string, kind: string) => object;
		readonly response: (answer: string) => object;
		readonly end: object;
	}
	const unstable: PollNames = {
		prefix: 'org.matrix.msc3381.poll.',
		start: (question, kind) => ({
			'org.matrix.msc3381.poll.start': {
				question: { 'org.matrix.msc1767.text': question },
				kind: `org.matrix.msc3381.poll.${kind}`,
				max_selections: 1,
				answers: [
					{ id: 'p', 'org.matrix.msc1767.text': 'Pizza' },
					{ id: 's', 'org.matrix.msc1767.text': 'Soup' },
				],
			},
			'org.matrix.msc1767.text': `${question}\n1. Pizza\n2. Soup`,
		}),
		response: (answer) => ({ 'org.matrix.msc3381.poll.response': { answers: [answer] } }),
		end: { 'org.matrix.msc3381.poll.end': {}, 'org.matrix.msc1767.text': 'over' },
	};
	const stable: PollNames = {
		prefix: 'm.poll.',
		start: (question, kind) => ({
			'm.poll': {
				question: { 'm.text': [{ body: question }] },
				kind: `m.${kind}`,
				max_selections: 1,
				answers: [
					{ 'm.id': 'p', 'm.text': [{ body: 'Pizza' }] },
					{ 'm.id': 's', 'm.text': [{ body: 'Soup' }] },
				],
			},
			'm.text': [{ body: `${question}\n1. Pizza\n2. Soup` }],
		}),
		response: (answer) => ({ 'm.selections': [answer] }),
		end: { 'm.text': [{ body: 'over' }] },
	};
	const votesSoFar = (votes: number) => `Poll, votes so far: ${votes}; votes are cast on Matrix`;

	for (const [what, names] of Object.entries({ unstable, stable })) {
		/** Starts a poll and waits until it is posted. */
		const begin = async (kind: string, pizza: string, soup: string) => {
			const question = `Lunch, by ${what} names, ${kind}?`;
			const shown = (ofPizza: string, ofSoup: string, note: string) =>
				`📊 *${question}*\n\n1. Pizza${ofPizza}\n2. Soup${ofSoup}\n\n_${note}_`;
			const event = await send(names.start(question, kind), `${names.prefix}start`);
			const { id } = await gotText(shown(pizza, soup, votesSoFar(0)));
			const reference = { 'm.relates_to': { rel_type: 'm.reference', event_id: event } };
			return {
				vote: (person: MatrixPerson, answer: string) =>
					send({ ...names.response(answer), ...reference }, `${names.prefix}response`, person),
				end: () => send({ ...names.end, ...reference }, `${names.prefix}end`),
				shows: async (ofPizza: string, ofSoup: string, note: string) =>
					expect(await textNow(id)).to.equal(shown(ofPizza, ofSoup, note)),
			};
		};

		itNeeding(
			'redactions',
			`a poll by its ${what} names shows its answers, its votes and its end`,
			async () => {
				const poll = await begin('disclosed', ' (0)', ' (0)');
				await poll.vote(bob, 'p');
				await poll.shows(' (1)', ' (0)', votesSoFar(1));
				const vote = await poll.vote(dan, 's');
				await poll.vote(bob, 's');
				await poll.shows(' (0)', ' (2)', votesSoFar(2));
				await dan.client.redactEvent(matrixId, vote);
				await poll.shows(' (0)', ' (1)', votesSoFar(1));
				await poll.end();
				await poll.shows(' (0)', ' (1)', 'Poll ended, votes: 1');
			},
		);

		it(`an undisclosed poll by its ${what} names shows its votes at its end only`, async () => {
			const poll = await begin('undisclosed', '', '');
			await poll.vote(dan, 'p');
			await poll.shows('', '', votesSoFar(1));
			await poll.end();
			await poll.shows(' (1)', ' (0)', 'Poll ended, votes: 1');
		});
	}
});
