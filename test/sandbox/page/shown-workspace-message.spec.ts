import { expect } from 'chai';
import { workspaceMessageOf } from '../../../sandbox/clients/workspace-message';
import { shownWorkspaceMessage } from '../../../sandbox/page/shown-workspace-message';

describe('a message of Rocket.Chat on the page', () => {
	const plain = {
		_id: 'one',
		rid: 'room',
		msg: 'Hello *you*',
		u: { _id: 'u1', username: 'bob:localhost', name: 'Bob' },
		ts: '2023-11-14T22:13:20.000Z',
	};
	const shown = {
		id: 'one',
		sender: 'bob:localhost',
		name: 'Bob',
		at: 1_700_000_000_000,
		text: 'Hello *you*',
		html: '<div>Hello <strong>you</strong></div>',
		kind: 'other',
		edited: false,
		deleted: false,
		quotes: [],
		reactions: [],
	};
	const link = 'http://127.0.0.1:3000/direct/room?msg=two';
	const quote = {
		message_link: link,
		author_name: 'alice',
		text: 'what *now*',
		ts: '2023-11-14T22:13:00.000Z',
	};

	const table: readonly [what: string, changes: object, differs: object][] = [
		['shows its markdown', {}, {}],
		[
			'of the reader is their own',
			{ u: { _id: 'u2', username: 'alice', name: 'Alice' } },
			{ sender: 'alice', name: 'Alice', kind: 'own' },
		],
		[
			'of somebody without a name goes by the username',
			{ u: { _id: 'u1', username: 'bob:localhost' } },
			{ name: 'bob:localhost' },
		],
		[
			'mentions whom the server found',
			{
				msg: '@alice @nobody #general',
				mentions: [{ _id: 'u2', username: 'alice', type: 'user' }],
				channels: [{ _id: 'GENERAL', name: 'general' }],
			},
			{
				text: '@alice @nobody #general',
				html: '<div><span class="mention me">@alice</span> @nobody <span class="mention">#general</span></div>',
			},
		],
		['that was edited says so', { editedAt: '2023-11-14T22:14:00.000Z' }, { edited: true }],
		['in a thread names its first message', { tmid: 'root' }, { thread: 'root' }],
		[
			'shows a quote in the place of the link that stands for it',
			{ msg: `[ ](${link}) that`, attachments: [quote] },
			{
				text: 'that',
				html: '<div>that</div>',
				quotes: [{ id: 'two', name: 'alice', html: '<div>what <strong>now</strong></div>' }],
			},
		],
		[
			'leaves out what the quoted message quotes itself',
			{
				msg: `[ ](${link}) that`,
				attachments: [{ ...quote, text: '[ ](http://127.0.0.1:3000/direct/room?msg=three) and' }],
			},
			{
				text: 'that',
				html: '<div>that</div>',
				quotes: [{ id: 'two', name: 'alice', html: '<div>and</div>' }],
			},
		],
		[
			'keeps the link of a quote that the server did not make',
			{ msg: `[ ](${link}) that`, attachments: [{ title: 'a file' }] },
			{
				text: `[ ](${link}) that`,
				html: `<div><a href="${link}" rel="noopener noreferrer" target="_blank">${link}</a> that</div>`,
			},
		],
		[
			'counts its reactions',
			{
				reactions: {
					':thumbsup:': { usernames: ['bob:localhost', 'alice'] },
					':partyparrot:': { usernames: ['bob:localhost'] },
				},
			},
			{
				reactions: [
					{ key: ':thumbsup:', shown: '👍', people: ['bob:localhost', 'alice'], own: true },
					{ key: ':partyparrot:', shown: ':partyparrot:', people: ['bob:localhost'], own: false },
				],
			},
		],
		[
			'that somebody joined names them once',
			{ t: 'uj', msg: 'bob:localhost' },
			{ kind: 'system', text: 'has joined the channel', html: 'has joined the channel' },
		],
		[
			'that somebody was added names both',
			{ t: 'au', msg: 'eve<b>' },
			{
				kind: 'system',
				text: 'added to the channel: eve<b>',
				html: 'added to the channel: eve&lt;b&gt;',
			},
		],
		[
			'of a kind without a text goes by its kind',
			{ t: 'room-archived', msg: '' },
			{ kind: 'system', text: 'room-archived', html: 'room-archived' },
		],
		[
			'that was deleted shows that there was one',
			{ t: 'rm', msg: '', editedAt: '2023-11-14T22:14:00.000Z', tmid: 'root' },
			{ deleted: true, text: '', html: 'Message removed' },
		],
		[
			'shows what is malformed as far as it goes',
			{ attachments: 'x', reactions: [null], mentions: [null, 1], tmid: 1 },
			{ reactions: [{ key: '0', shown: '0', people: [], own: false }] },
		],
	];
	for (const [what, changes, differs] of table) {
		it(what, () =>
			expect(
				shownWorkspaceMessage(workspaceMessageOf({ ...plain, ...changes }), 'alice'),
			).to.deep.equal({
				...shown,
				...differs,
			}),
		);
	}
});
