import { expect } from 'chai';
import type { RoomId } from '../../../src/matrix/ids';
import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import { cardsOf } from '../../../src/to-matrix/messages/cards';
import { convertText } from '../../support/converted-text';
import { fakeBridge } from '../../support/fake-bridge';

const roomId = '!room:example.org' as RoomId;
const site = 'http://workspace.test';
const posted = (text: string, ...attachments: object[]) =>
	({
		id: 'mid',
		text,
		attachments,
		sender: { id: 'uid', username: 'alice', type: 'user' },
		room: { id: 'rid' },
	}) as unknown as RocketChatMessage;

describe('an attachment that is no file', () => {
	const table: readonly [
		what: string,
		text: string,
		attachment: object,
		body: string,
		html: string | undefined,
	][] = [
		[
			'shows its title as a link, its text and its fields',
			'',
			{
				title: { value: 'Build [7]', link: 'https://ci.example.org/7' },
				text: '*failed* in `main`',
				fields: [
					{ title: 'Branch', value: 'main', short: true },
					{ title: 'Time', value: 12 },
				],
			},
			'*Build [7] (https://ci.example.org/7)*\n\n*failed* in `main`\n\n*Branch:* main\n\n*Time:* 12',
			'<p><strong><a href="https://ci.example.org/7">Build [7]</a></strong></p><p><strong>failed</strong> in <code>main</code></p><p><strong>Branch:</strong> main</p><p><strong>Time:</strong> 12</p>',
		],
		['stands below the text of the message', 'look:', { text: 'a' }, 'look:\n\na', undefined],
		[
			'shows its pretext, its author and its colour',
			'',
			{
				color: '#36a64f',
				author: { name: 'CI', link: 'https://ci.example.org' },
				title: { value: 'Done' },
				_unmappedProperties_: { pretext: 'News:' },
			},
			'News:\n\n■ CI (https://ci.example.org)\n*Done*',
			'<p>News:</p><p><span data-mx-color="#36a64f">■</span> <a href="https://ci.example.org">CI</a><br><strong>Done</strong></p>',
		],
		[
			'shows pictures and buttons as links',
			'',
			{
				imageUrl: 'https://example.org/a.png',
				actions: [
					{ type: 'button', text: 'Open', url: 'https://example.org/b' },
					{ type: 'button', text: 'Ask' },
				],
			},
			'https://example.org/a.png\nOpen (https://example.org/b)\nAsk',
			'<a href="https://example.org/a.png">https://example.org/a.png</a><br><a href="https://example.org/b">Open</a><br>Ask',
		],
		[
			'completes the address of a page of the workspace',
			'',
			{ title: { value: 'Room', link: '/channel/general' } },
			`*Room (${site}/channel/general)*`,
			`<strong><a href="${site}/channel/general">Room</a></strong>`,
		],
		[
			'has no link that runs a program',
			'',
			{ title: { value: 'x', link: 'javascript:alert(1)' } },
			'*x*',
			'<strong>x</strong>',
		],
		[
			'quotes a message whose link is not in the text',
			'',
			{ timestampLink: `${site}/channel/general?msg=q`, author: { name: 'bob' }, text: 'said' },
			`bob (${site}/channel/general?msg=q)\n\n> said`,
			`<p><a href="${site}/channel/general?msg=q">bob</a></p><blockquote>said</blockquote>`,
		],
		[
			'shows the address of a quoted message once if its writer has no name',
			'',
			{ timestampLink: `${site}/channel/general?msg=q`, text: 'said' },
			`${site}/channel/general?msg=q\n\n> said`,
			`<p><a href="${site}/channel/general?msg=q">${site}/channel/general?msg=q</a></p><blockquote>said</blockquote>`,
		],
		['mentions nobody', '', { text: '@carol @all' }, '@carol @all', undefined],
		[
			'shows its fallback if it has nothing else',
			'',
			{ _unmappedProperties_: { fallback: 'in short' } },
			'in short',
			undefined,
		],
		[
			'may have fields that are no fields',
			'',
			{ text: 'a', fields: 'b', actions: [1], color: 5, title: null, author: 'x' },
			'a',
			undefined,
		],
	];
	for (const [what, text, attachment, body, html] of table) {
		it(what, async () => {
			const { bridge } = fakeBridge({});
			const message = posted(text, attachment);
			const { parts } = await convertText(bridge, message, roomId);
			expect(parts).to.deep.equal([
				{
					msgtype: 'm.text',
					body,
					...(html !== undefined && { format: 'org.matrix.custom.html', formatted_body: html }),
					'm.mentions': {},
				},
			]);
			expect(cardsOf(message, site, '')).to.have.length(1);
		});
	}

	it('that quotes a message whose link is in the text is not shown twice', async () => {
		const { bridge } = fakeBridge({});
		const quote = { timestampLink: `${site}/channel/general?msg=q`, text: 'said' };
		const { parts } = await convertText(
			bridge,
			posted(`see ${site}/channel/general?msg=q`, quote),
			roomId,
		);
		expect(parts.map(({ body }) => body)).to.deep.equal([`see ${site}/channel/general?msg=q`]);
	});

	it('is split with the message if it is too large', async () => {
		const { bridge } = fakeBridge({});
		const fields = Array.from({ length: 1_000 }, (_, field) => ({
			title: `field ${field}`,
			value: '&'.repeat(20),
		}));
		const { parts } = await convertText(bridge, posted('see', { fields }), roomId);
		expect(parts.length).to.be.greaterThan(2);
		expect(
			parts
				.map(({ body }) => body)
				.join('')
				.match(/field \d+/g),
		).to.have.length(1_000);
	});

	it('is shown where the message is quoted', async () => {
		const quoted = {
			room: { id: 'rid' },
			attachments: [{ title: { value: 'Build *7*' }, text: 'failed' }],
		};
		const { bridge } = fakeBridge({ 'messages.byId': () => quoted });
		const { parts } = await convertText(bridge, posted(`[ ](${site}/direct/rid?msg=q) why?`), roomId);
		expect(parts.map(({ body }) => body)).to.deep.equal(['> Build *7*\n> failed\n\nwhy?']);
	});
});

describe('an attachment that is a file, or nothing', () => {
	const files: readonly [what: string, attachment: object][] = [
		['of the type', { type: 'file', title: { value: 'a.pdf' } }],
		['with the id of a file', { fileId: 'f', text: 'a' }],
		['with the path of an upload', { title: { value: 'a', link: '/file-upload/x/a' } }],
		['with the address of an upload', { imageUrl: `${site}/file-upload/x/a.png` }],
		['that says nothing', {}],
	];
	for (const [what, attachment] of files) {
		it(`is no card: one ${what}`, () => {
			expect(cardsOf(posted('', attachment), site, '')).to.deep.equal([]);
		});
	}
});
