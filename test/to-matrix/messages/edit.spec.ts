import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import { UserType } from '@rocket.chat/apps-engine/definition/users';
import { expect } from 'chai';
import type { EventId, RoomId } from '../../../src/matrix/ids';
import { sendEdit } from '../../../src/to-matrix/messages/edit';
import { sendMessage } from '../../../src/to-matrix/messages/message';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { stored, uploadsOf, withFiles } from '../../support/fake-uploads';
import { planOn } from '../../support/fake-plan';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const edited = {
	id: 'mid',
	text: 'new',
	createdAt: new Date(1_000),
	editedAt: new Date(2_000),
	sender: { id: 'uid', username: 'alice', type: 'user' },
	room: { id: 'rid' },
} as unknown as RocketChatMessage;

const working = {
	'homeserver.register': () => undefined,
	'homeserver.setDisplayName': () => undefined,
	'homeserver.send': () => '$sent',
	'homeserver.replacements': () => [],
};
const codeOf = (sending: Promise<unknown>) =>
	sending.then(
		() => undefined,
		(error: unknown) => (error as { code?: string }).code,
	);

describe('an edit in Rocket.Chat', () => {
	it('replaces the event, in a transaction that is named for the time of the edit', async () => {
		const { bridge, calls } = fakeBridge(working);
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'mid' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		await sendEdit(bridge, edited, roomId);
		expect(calls.at(-1)).to.deep.equal([
			'homeserver.send',
			'@rc_alice:example.org',
			roomId,
			'mid.0.2000',
			{
				type: 'm.room.message',
				content: {
					msgtype: 'm.text',
					body: '* new',
					'm.mentions': {},
					'm.new_content': { msgtype: 'm.text', body: 'new', 'm.mentions': {} },
					'm.relates_to': { rel_type: 'm.replace', event_id: '$a' },
				},
			},
			2_000,
		]);
		// An answer or a reaction to the edit finds the message.
		expect(await bridge.store.changes.targetOf('$sent' as EventId)).to.equal('$a');
	});

	describe('of a message with a quote', () => {
		const quotedText = '> question\n\nnew';
		const quoteOf = (id: string) => `[ ](http://workspace.test/direct/rid?msg=${id}) `;
		const replyTo = (id: string) => ({ 'm.in_reply_to': { event_id: id } });
		const table: readonly [what: string, relation: object | undefined, body: string][] = [
			['shows it as the reply that the message is already', replyTo('$q'), 'new'],
			['shows it as text if the message was no reply', undefined, quotedText],
			['shows it as text if the message is a reply to another one', replyTo('$r'), quotedText],
			[
				'shows it as text if that is only what the thread falls back to',
				{ rel_type: 'm.thread', event_id: '$q', is_falling_back: true, ...replyTo('$q') },
				quotedText,
			],
		];
		for (const [what, relation, body] of table) {
			it(what, async () => {
				const { bridge, calls } = fakeBridge({
					...working,
					'messages.byId': () => ({ room: { id: 'rid' }, text: 'question' }),
					'homeserver.read': () => ({ content: { 'm.relates_to': relation }, unsigned: {} }),
				});
				for (const [matrixId, id] of [
					['$a', 'mid'],
					['$q', 'qid'],
				]) {
					await bridge.store.messages.add({
						matrixId: matrixId as EventId,
						rocketChatId: id as RocketChatMessageId,
						roomId,
						part: 0,
					});
				}
				await sendEdit(bridge, { ...edited, text: `${quoteOf('qid')}new` }, roomId);
				expect(calls.at(-1)).to.have.nested.property('[4].content.m\\.new_content.body', body);
			});
		}
	});

	it('that comes before its message is sent in its transaction, and also replaces what that transaction may have sent', async () => {
		const { bridge, calls } = fakeBridge(working);
		await sendEdit(bridge, edited, roomId);
		const said = { msgtype: 'm.text', body: 'new', 'm.mentions': {} };
		expect(calls.filter(([method]) => method === 'homeserver.send')).to.deep.equal([
			[
				'homeserver.send',
				'@rc_alice:example.org',
				roomId,
				'mid.0',
				{ type: 'm.room.message', content: said },
				1_000,
			],
			[
				'homeserver.send',
				'@rc_alice:example.org',
				roomId,
				'mid.0.2000',
				{
					type: 'm.room.message',
					content: {
						...said,
						body: '* new',
						'm.new_content': said,
						'm.relates_to': { rel_type: 'm.replace', event_id: '$sent' },
					},
				},
				2_000,
			],
		]);
	});

	it('that comes before its message is sent once if the homeserver shows its text', async () => {
		const homeserver = new FakeHomeserver();
		const { bridge } = fakeBridge(homeserver.answers);
		await sendEdit(bridge, edited, roomId);
		expect(homeserver.readable()).to.deep.equal(['new']);
		const links = await bridge.store.messages.allByRocketChatId('mid' as RocketChatMessageId);
		expect(links.map(({ editedAt }) => editedAt)).to.deep.equal([2_000]);
	});

	it('that comes before its message is sent as an edit if another instance has sent the first text', async () => {
		const homeserver = new FakeHomeserver();
		await sendMessage(
			fakeBridge(homeserver.answers).bridge,
			{ ...edited, text: 'old', editedAt: undefined } as unknown as RocketChatMessage,
			roomId,
		);
		await sendEdit(fakeBridge(homeserver.answers).bridge, edited, roomId);
		expect(homeserver.readable()).to.deep.equal(['old', '* new']);
	});

	it('of a long message that comes before it sends each part once', async () => {
		const homeserver = new FakeHomeserver();
		const { bridge } = fakeBridge(homeserver.answers);
		await sendEdit(bridge, { ...edited, text: 'many words '.repeat(6_000) }, roomId);
		expect(homeserver.requests).to.deep.equal(homeserver.requests.map((_, part) => `mid.${part}`));
		expect(homeserver.requests.length).to.be.greaterThan(2);
	});

	it('of a message whose sending was not answered is sent once if it never arrived', async () => {
		const homeserver = new FakeHomeserver();
		const { bridge } = fakeBridge(homeserver.answers);
		const createdAt = new Date();
		const said = {
			...edited,
			text: 'old',
			createdAt,
			editedAt: undefined,
		} as unknown as RocketChatMessage;
		homeserver.silence(1);
		await codeOf(sendMessage(bridge, said, roomId));
		homeserver.events.pop();
		await sendEdit(bridge, { ...edited, createdAt, editedAt: new Date() }, roomId);
		expect(homeserver.readable()).to.deep.equal(['new']);
	});

	it('by a moderator is sent as the writer of the message', async () => {
		const { bridge, calls } = fakeBridge(working);
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'mid' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const editor = {
			id: 'mod',
			username: 'carol',
			type: 'user',
		} as unknown as RocketChatMessage['sender'];
		await sendEdit(bridge, { ...edited, editor }, roomId);
		expect(calls.at(-1)?.[1]).to.equal('@rc_alice:example.org');
	});

	it('is sent to the room of the message, also if the direct message has another room now', async () => {
		const { bridge, calls } = fakeBridge({ ...working, 'homeserver.redact': () => undefined });
		for (const part of [0, 1]) {
			const matrixId = `$${part}` as EventId;
			await bridge.store.messages.add({
				matrixId,
				rocketChatId: 'mid' as RocketChatMessageId,
				roomId,
				part,
			});
		}
		await sendEdit(bridge, edited, '!newer:example.org' as RoomId);
		expect(
			calls.filter(([method]) => /send|redact/.test(method)).map((call) => call.slice(0, 4)),
		).to.deep.equal([
			['homeserver.send', '@rc_alice:example.org', roomId, 'mid.0.2000'],
			['homeserver.redact', '@rc_alice:example.org', roomId, '$1'],
		]);
	});

	it('that makes a message longer sends the new parts to the room of the message', async () => {
		const { bridge, calls } = fakeBridge(working);
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'mid' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const long = { ...edited, text: 'many words '.repeat(6_000) };
		await sendEdit(bridge, long, '!newer:example.org' as RoomId);
		const rooms = calls.filter(([method]) => method === 'homeserver.send').map((call) => call[2]);
		expect(rooms.length).to.be.greaterThan(2);
		expect([...new Set(rooms)]).to.deep.equal([roomId]);
	});

	it('of a message that was never sent sends it if it has a file, since that may have been given up', async () => {
		const homeserver = new FakeHomeserver(uploadsOf({ 'id of a.txt': stored('a.txt', 'text/plain') }));
		const { bridge } = fakeBridge(homeserver.answers);
		const late = { ...edited, ...withFiles('a.txt'), editedAt: new Date(62_000) };
		await sendEdit(bridge, late, roomId);
		expect(homeserver.readable()).to.deep.equal(['new']);
		expect(homeserver.uploaded).to.deep.equal(['a.txt']);
	});

	it('returns the refusal of a mention that the plan lacks', async () => {
		const people: Answers = {
			'people.byUsername': (name: string) => ({ ...edited.sender, id: name, isEnabled: true }),
			'rooms.members': () => [{ id: 'carol' }],
		};
		const { bridge } = fakeBridge({ ...working, ...people }, planOn('community'));
		const remarks = await sendEdit(bridge, { ...edited, text: 'new @carol' }, roomId);
		expect(remarks.map(({ text }) => text)).to.deep.equal(['refused_mention']);
	});

	it('of a message that was never on Matrix is refused', async () => {
		const { bridge, calls } = fakeBridge({});
		const late = { ...edited, editedAt: new Date(62_000) };
		expect(await codeOf(sendEdit(bridge, late, roomId))).to.equal('message-not-there');
		expect(calls).to.deep.equal([]);
	});

	const ages: readonly [what: string, times: object, code: string | undefined][] = [
		[
			'one minute after the message is sent, since the message may be under way',
			{ createdAt: new Date(0), editedAt: new Date(60_000) },
			undefined,
		],
		[
			'more than a minute after a message that is not on Matrix is refused',
			{ createdAt: new Date(0), editedAt: new Date(60_001) },
			'message-not-there',
		],
		[
			'of a message without a time that is not on Matrix is refused',
			{ createdAt: undefined, editedAt: new Date(60_001) },
			'message-not-there',
		],
	];
	for (const [what, times, code] of ages) {
		it(what, async () => {
			const { bridge, calls } = fakeBridge(working);
			expect(await codeOf(sendEdit(bridge, { ...edited, ...times }, roomId))).to.equal(code);
			expect(calls.filter(([method]) => method === 'homeserver.send')).to.have.length(code ? 0 : 2);
		});
	}

	it('is sent whatever its time is, if the message was never edited', async () => {
		const { bridge, calls } = fakeBridge(working);
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'mid' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		await sendEdit(bridge, { ...edited, editedAt: new Date(0) }, roomId);
		expect(calls.at(-1)?.[3]).to.equal('mid.0.0');
	});

	it('of what somebody on Matrix wrote is refused', async () => {
		const { bridge, calls } = fakeBridge({});
		const theirs = { ...edited, sender: { ...edited.sender, type: UserType.BOT } };
		expect(await codeOf(sendEdit(bridge, theirs, roomId))).to.equal('edit-of-others');
		expect(calls).to.deep.equal([]);
	});

	it('that makes a message shorter redacts parts, and one that makes it longer again sends new parts', async () => {
		let sent = 0;
		const { bridge, calls } = fakeBridge({
			...working,
			'homeserver.send': () => `$${(sent += 1)}`,
			'homeserver.redact': () => undefined,
		});
		const says = (words: number, at: number) =>
			sendEdit(
				bridge,
				{ ...edited, text: 'many words '.repeat(words), editedAt: new Date(at) },
				roomId,
			);
		await says(6_000, 2_000);
		const partsBefore = (await bridge.store.messages.allByRocketChatId('mid' as RocketChatMessageId))
			.length;
		expect(partsBefore).to.be.greaterThan(2);
		await says(1, 3_000);
		expect(await bridge.store.messages.allByRocketChatId('mid' as RocketChatMessageId)).to.have.length(1);
		expect(calls.filter(([method]) => method === 'homeserver.redact')).to.have.length(partsBefore - 1);
		const before = calls.length;
		await says(6_000, 4_000);
		expect(
			calls
				.slice(before)
				.filter(([method]) => method === 'homeserver.send')
				.map((call) => call[3]),
		).to.deep.equal(Array.from({ length: partsBefore }, (_, part) => `mid.${part}.4000`));
		expect(await bridge.store.messages.allByRocketChatId('mid' as RocketChatMessageId)).to.have.length(
			partsBefore,
		);
	});

	it('that keeps the number of parts adds no part', async () => {
		const homeserver = new FakeHomeserver();
		const { bridge } = fakeBridge(homeserver.answers);
		const long = { ...edited, text: 'many words '.repeat(6_000), createdAt: new Date() };
		await sendMessage(bridge, long, roomId);
		const parts = homeserver.events.length;
		const later = { text: 'other words'.repeat(6_000), editedAt: new Date(3_000) };
		await sendEdit(bridge, { ...long, ...later }, roomId);
		const added = homeserver.events.slice(parts).map(({ content }) => content['m.relates_to']?.rel_type);
		expect(added).to.deep.equal(Array.from({ length: parts }, () => 'm.replace'));
	});
});
