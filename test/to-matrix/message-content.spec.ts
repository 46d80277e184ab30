import type { RocketChatMessage } from '../../src/rocketchat/entities';
import { expect } from 'chai';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { convertMessage } from '../../src/to-matrix/message-content';
import { fakeBridge, type Answers } from '../support/fake-bridge';
import type { RocketChatMessageId } from '../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const site = 'http://workspace.test';
const says = (text: string, more: object = {}) =>
	({
		id: 'mid',
		text,
		sender: { id: 'uid', username: 'alice', type: 'user' },
		room: { id: 'rid' },
		...more,
	}) as unknown as RocketChatMessage;
const link = (messageId: string) => `[ ](${site}/direct/rid?msg=${messageId})`;
/** A federation in which a message is on Matrix. */
async function onMatrix(id: string, answers: Answers = {}) {
	const fake = fakeBridge(answers);
	await fake.bridge.store.messages.add({
		matrixId: `$${id}` as EventId,
		rocketChatId: id as RocketChatMessageId,
		roomId,
		part: 0,
	});
	return fake;
}

describe('what a message says on Matrix', () => {
	it('answers the first quoted message of the room and shows the others', async () => {
		const quoted: Record<string, object> = {
			b: { room: { id: 'rid' }, text: `${link('x')} older\nlines` },
		};
		const { bridge } = fakeBridge({ 'messages.byId': (id: string) => quoted[id] });
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await convertMessage(bridge, says(`${link('a')}${link('b')} both`), roomId);
		expect(related).to.deep.equal({ repliedTo: '$a', thread: undefined });
		expect(text?.formatted_body).to.equal('<blockquote>older<br>lines</blockquote><p>both</p>');
	});

	it('shows what is quoted where nothing is said to it', async () => {
		const { bridge } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'said' }),
		});
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await convertMessage(bridge, says(link('a')), roomId);
		expect(related.repliedTo).to.equal('$a');
		expect(text?.body).to.equal('> said');
	});

	it('shows of another room only the link', async () => {
		const { bridge } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'elsewhere' }, text: 'secret' }),
		});
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a' as RocketChatMessageId,
			roomId: '!other:example.org' as RoomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await convertMessage(bridge, says(`${link('a')} see`), roomId);
		expect(related.repliedTo).to.equal(undefined);
		expect(text?.body).to.equal(`${site}/direct/rid?msg=a\n\nsee`);
		expect(JSON.stringify(text)).not.to.include('secret');
	});

	it('stands in its thread', async () => {
		const { bridge } = await onMatrix('root');
		const { parts, related } = await convertMessage(bridge, says('x', { threadId: 'root' }), roomId);
		expect(related).to.deep.equal({ repliedTo: undefined, thread: '$root' });
		expect(parts).to.deep.equal([{ msgtype: 'm.text', body: 'x', 'm.mentions': {} }]);
	});

	it('stands below a quote of the thread’s first message where that is not on Matrix', async () => {
		const { bridge, calls } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'how it began' }),
		});
		const { parts, related } = await convertMessage(bridge, says('x', { threadId: 'root' }), roomId);
		expect(related).to.deep.equal({ repliedTo: undefined, thread: undefined });
		expect(parts).to.deep.equal([
			{
				msgtype: 'm.text',
				body: '> how it began\n\nx',
				format: 'org.matrix.custom.html',
				formatted_body: '<blockquote>how it began</blockquote><p>x</p>',
				'm.mentions': {},
			},
		]);
		expect(calls).to.deep.equal([['messages.byId', 'root']]);
	});

	it('is in no thread of another Matrix room', async () => {
		const { bridge } = await onMatrix('root', {
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'how it began' }),
		});
		const otherRoom = '!other:example.org' as RoomId;
		const { related } = await convertMessage(bridge, says('x', { threadId: 'root' }), otherRoom);
		expect(related.thread).to.equal(undefined);
	});

	it('is nothing where a file alone stands in a thread that is not on Matrix', async () => {
		const { bridge } = fakeBridge({});
		const file = says('', { threadId: 'root', attachments: [{}] });
		expect((await convertMessage(bridge, file, roomId)).parts).to.deep.equal([]);
	});

	describe('of a quoted message without text', () => {
		const photo = { _id: 'f', name: 'my *photo*.png', type: 'image/png' };
		const shown = { title: { value: photo.name } };
		const quote = { title: { value: 'Bob' }, timestampLink: `${site}/direct/rid?msg=x` };
		const thumbnail = { _id: 't', name: 'thumb-photo.png', type: 'image/png', typeGroup: 'thumb' };
		const table: readonly [what: string, quoted: object, body: string][] = [
			['is the names of its files', { files: [photo, thumbnail] }, '> `my *photo*.png`\n\nnice'],
			[
				'is the names of its files, a line each, where the text is blank',
				{ text: ' ', files: [photo, { ...photo, name: 'b.png' }] },
				'> `my *photo*.png`\n> `b.png`\n\nnice',
			],
			[
				'is what its file is called where the workspace tells no files',
				{ attachments: [shown, quote] },
				'> `my *photo*.png`\n\nnice',
			],
			['is no markup of theirs', { files: [{ ...photo, name: 'a`\n*b*' }] }, "> `a''*b*`\n\nnice"],
			['is its address where it has no files', { text: '' }, `${site}/direct/rid?msg=q\n\nnice`],
			['is not what it quotes itself', { text: link('x') }, `${site}/direct/rid?msg=q\n\nnice`],
		];
		for (const [what, quoted, body] of table) {
			it(what, async () => {
				const { bridge } = fakeBridge({
					'messages.byId': () => ({ room: { id: 'rid' }, ...quoted }),
				});
				const { parts } = await convertMessage(bridge, says(`${link('q')} nice`), roomId);
				expect(parts.map((part) => part.body)).to.deep.equal([body]);
			});
		}
	});

	it('does not break out of the quote', async () => {
		const { bridge } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'a\rI agree' }),
		});
		const { parts } = await convertMessage(bridge, says(`${link('q')} no`), roomId);
		expect(parts[0]?.formatted_body).to.equal('<blockquote>a<br>I agree</blockquote><p>no</p>');
	});

	it('is read as the workspace reads it', async () => {
		const { bridge } = fakeBridge({});
		const { workspace } = bridge;
		const markdown = { ...workspace.markdown, katex: { dollarSyntax: true, parenthesisSyntax: false } };
		const { parts } = await convertMessage(
			{ ...bridge, workspace: { ...workspace, markdown } },
			says('$x$ \\(y\\)'),
			roomId,
		);
		expect(parts[0]?.formatted_body).to.equal('<span data-mx-maths="x"><code>x</code></span> \\(y\\)');
	});

	it('is nothing where nothing is said', async () => {
		const { bridge } = fakeBridge({});
		expect((await convertMessage(bridge, says('  '), roomId)).parts).to.deep.equal([]);
		const invisible = says('\u2060 \u2060');
		expect((await convertMessage(bridge, invisible, roomId)).parts).to.deep.equal([]);
		const withoutText = says('', { text: undefined });
		expect((await convertMessage(bridge, withoutText, roomId)).parts).to.deep.equal([]);
	});

	it('does not mention again whom a quoted text mentions', async () => {
		const { bridge, calls } = fakeBridge({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'look @carol @all' }),
		});
		const {
			parts: [text],
		} = await convertMessage(bridge, says(`${link('a')} well`), roomId);
		expect(text?.['m.mentions']).to.deep.equal({});
		expect(text?.body).to.include('@carol @all');
		expect(calls.map(([method]) => method)).to.deep.equal(['messages.byId']);
	});
});
