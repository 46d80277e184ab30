import { expect } from 'chai';
import { workspaceMessageOf } from '../../../sandbox/clients/workspace-message';
import { shownWorkspaceMessage } from '../../../sandbox/page/shown-workspace-message';

describe('a Rocket.Chat message on the page', () => {
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
		['shows its markdown as HTML', {}, {}],
		[
			'is an own message if the reader sent it',
			{ u: { _id: 'u2', username: 'alice', name: 'Alice' } },
			{ sender: 'alice', name: 'Alice', kind: 'own' },
		],
		[
			'shows the username if the sender has no name',
			{ u: { _id: 'u1', username: 'bob:localhost' } },
			{ name: 'bob:localhost' },
		],
		[
			'mentions only the people and rooms that the server found',
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
		['says that it was edited', { editedAt: '2023-11-14T22:14:00.000Z' }, { edited: true }],
		[
			'has the texts and the buttons of its blocks',
			{
				blocks: [
					{ type: 'section', fields: [{ type: 'mrkdwn', text: '**Who**' }, 1] },
					{
						type: 'actions',
						elements: [
							{ type: 'button', style: 'danger', text: { type: 'plain_text', text: 'No' } },
							{ type: 'button', text: { type: 'plain_text', text: 'Yes' } },
							{ type: 'overflow' },
						],
					},
					{ type: 'divider' },
				],
			},
			{
				sections: ['<div><strong>Who</strong></div>'],
				buttons: [{ label: 'No', style: 'danger' }, { label: 'Yes' }],
			},
		],
		[
			'has no buttons if its blocks are malformed',
			{ blocks: [1, { type: 'actions', elements: 'x' }] },
			{},
		],
		['names the first message of its thread', { tmid: 'root' }, { thread: 'root' }],
		[
			'shows a quote in place of its link',
			{ msg: `[ ](${link}) that`, attachments: [quote] },
			{
				text: 'that',
				html: '<div>that</div>',
				quotes: [{ id: 'two', name: 'alice', html: '<div>what <strong>now</strong></div>' }],
			},
		],
		[
			'leaves out the quote of a quoted message',
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
			'keeps the link if the server made no quote of it',
			{ msg: `[ ](${link}) that`, attachments: [{ title: 'a file' }] },
			{
				text: `[ ](${link}) that`,
				html: `<div><a href="${link}" rel="noopener noreferrer" target="_blank">${link}</a> that</div>`,
			},
		],
		[
			'has its files, with their thumbnails and captions',
			{
				msg: '',
				attachments: [
					{
						...{ title: 'cat.png', type: 'file', description: 'my *cat*', fileId: 'f1' },
						...{ title_link: '/file-upload/f1/cat.png', image_url: '/file-upload/f2/cat.png' },
						...{ image_size: 7, image_dimensions: { width: 480, height: 360 } },
					},
					{
						title: 'Audio record.mp3',
						title_link: '/file-upload/f3/a',
						audio_url: '/file-upload/f3/a',
					},
					{
						title: 'a.mp3',
						title_link: '/file-upload/f4/a',
						audio_url: '/file-upload/f4/a',
						audio_size: 3,
					},
					{ title: 'a.pdf', title_link: '/file-upload/f5/a', size: 9 },
					{
						title: 'elsewhere',
						title_link: 'https://example.org/a',
						image_url: 'https://example.org/a',
					},
				],
			},
			{
				text: '',
				html: '',
				files: [
					{
						...{ kind: 'image', name: 'cat.png', size: 7, width: 480, height: 360 },
						...{ source: '/file-upload/f1/cat.png', thumbnail: '/file-upload/f2/cat.png' },
						caption: '<div>my <strong>cat</strong></div>',
					},
					{ kind: 'voice', name: 'Audio record.mp3', source: '/file-upload/f3/a' },
					{ kind: 'audio', name: 'a.mp3', source: '/file-upload/f4/a', size: 3 },
					{ kind: 'file', name: 'a.pdf', source: '/file-upload/f5/a', size: 9 },
				],
			},
		],
		[
			'has the people of each reaction',
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
			'names a person who joined once',
			{ t: 'uj', msg: 'bob:localhost' },
			{ kind: 'system', text: 'has joined the channel', html: 'has joined the channel' },
		],
		[
			'names both people if one added the other',
			{ t: 'au', msg: 'eve<b>' },
			{
				kind: 'system',
				text: 'added to the channel: eve<b>',
				html: 'added to the channel: eve&lt;b&gt;',
			},
		],
		[
			'shows the type of a system message without a known text',
			{ t: 'room-archived', msg: '' },
			{ kind: 'system', text: 'room-archived', html: 'room-archived' },
		],
		[
			'shows only that it was deleted',
			{ t: 'rm', msg: '', editedAt: '2023-11-14T22:14:00.000Z', tmid: 'root' },
			{ deleted: true, text: '', html: 'Message removed' },
		],
		[
			'does not fail for malformed attachments, reactions, mentions and threads',
			{ attachments: 'x', reactions: [null], mentions: [null, 1], tmid: 1 },
			{ reactions: [{ key: '0', shown: '0', people: [], own: false }] },
		],
	];
	it('has the pictures of the sender and of custom emoji', () => {
		const raw = {
			...plain,
			msg: ':partyparrot: :tada:',
			reactions: { ':partyparrot:': { usernames: ['alice'] } },
		};
		const pictures = {
			avatarOf: (username: string) => `/avatar/${username}`,
			emojiOf: (name: string) => (name === 'partyparrot' ? '/emoji-custom/partyparrot.png' : undefined),
		};
		const message = shownWorkspaceMessage(workspaceMessageOf(raw), 'alice', pictures);
		expect(message.avatar).to.equal('/avatar/bob:localhost');
		expect(message.html).to.include(
			'<span class="emoji" data-picture="/emoji-custom/partyparrot.png">:partyparrot:</span>',
		);
		expect(message.html).to.include('🎉');
		expect(message.reactions).to.deep.equal([
			{
				...{ key: ':partyparrot:', shown: ':partyparrot:', people: ['alice'], own: true },
				picture: '/emoji-custom/partyparrot.png',
			},
		]);
	});

	it('has another name and avatar if the message says so', () => {
		const raw = { ...plain, alias: 'Robert', avatar: '/avatar/robert' };
		expect(shownWorkspaceMessage(workspaceMessageOf(raw), 'alice')).to.include({
			...{ name: 'Robert', avatar: '/avatar/robert', sender: 'bob:localhost' },
		});
	});

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
