import { expect } from 'chai';
import type { MatrixMessage } from '../../../sandbox/clients/matrix-message';
import type { MatrixReaction } from '../../../sandbox/clients/matrix-reaction';
import { shownMatrixMessage, type MessageContext } from '../../../sandbox/page/shown-matrix-message';

describe('a Matrix message on the page', () => {
	const plain: MatrixMessage = {
		eventId: '$one',
		roomId: '!room:localhost',
		sender: '@rc_alice:localhost',
		type: 'm.room.message',
		content: { msgtype: 'm.text', body: 'Hello <b>' },
		body: 'Hello <b>',
		edited: false,
		redacted: false,
		sentAt: 1_700_000_000_000,
	};
	const shown = {
		id: '$one',
		sender: '@rc_alice:localhost',
		name: 'Alice',
		at: 1_700_000_000_000,
		text: 'Hello <b>',
		html: 'Hello &lt;b&gt;',
		kind: 'other',
		edited: false,
		deleted: false,
		quotes: [],
		reactions: [],
	};
	const names: Readonly<Record<string, string>> = {
		'@rc_alice:localhost': 'Alice',
		'@bob:localhost': 'Bob <i>',
		'@eve:localhost': 'Eve',
	};

	const avatars: Readonly<Record<string, string>> = { '@eve:localhost': 'mxc://a/eve' };

	/** What Bob sees. */
	function show(
		changes: Partial<MatrixMessage>,
		others: readonly MatrixMessage[] = [],
		reactions: readonly MatrixReaction[] = [],
	): unknown {
		const context: MessageContext = {
			reader: '@bob:localhost',
			nameOf: (userId) => names[userId] ?? userId,
			avatarOf: (userId) => avatars[userId],
			find: (eventId) => others.find((message) => message.eventId === eventId),
			reactionsTo: (eventId) => (eventId === '$one' ? reactions : []),
		};
		return shownMatrixMessage({ ...plain, ...changes }, context);
	}

	const table: readonly [what: string, changes: Partial<MatrixMessage>, differs: object][] = [
		['shows its body as text if it has no HTML', {}, {}],
		[
			'has the avatar of its sender',
			{ sender: '@eve:localhost' },
			{ sender: '@eve:localhost', name: 'Eve', avatar: 'mxc://a/eve' },
		],
		['is an own message if the reader sent it', { sender: '@bob:localhost' }, ownMessageOf('Bob <i>')],
		[
			'shows its HTML, and has its body as the text to edit',
			{
				content: {
					msgtype: 'm.text',
					body: 'Hello <b>',
					format: 'org.matrix.custom.html',
					formatted_body: '<b>Hello</b><script>a()</script>',
				},
			},
			{ html: '<b>Hello</b>' },
		],
		[
			'shows its body if its format is unknown',
			{ content: { msgtype: 'm.text', body: 'Hello <b>', format: 'x', formatted_body: '<i>x</i>' } },
			{},
		],
		[
			'begins with the sender if it is an emote',
			{
				sender: '@bob:localhost',
				content: { msgtype: 'm.emote', body: 'waves' },
				body: 'waves',
			},
			{ ...ownMessageOf('Bob <i>'), text: 'waves', html: '* Bob &lt;i&gt; waves' },
		],
		[
			'is a system message if it is a notice',
			{ content: { msgtype: 'm.notice', body: 'Hello <b>' } },
			{ kind: 'system' },
		],
		['shows up to three emoji large', { body: '🎉 👍🏽🚀' }, bigOf('🎉 👍🏽🚀')],
		['shows four emoji in normal size', { body: '🎉🎉🎉🎉' }, { text: '🎉🎉🎉🎉', html: '🎉🎉🎉🎉' }],
		['says that it was edited', { edited: true }, { edited: true }],
		['names the first message of its thread', { thread: '$root' }, { thread: '$root' }],
		[
			'shows only that it was deleted',
			{ redacted: true, content: {}, body: '', thread: '$root', repliesTo: '$two', edited: true },
			{ deleted: true, text: '', html: 'Message deleted' },
		],
		[
			'says that the message it replies to is not available',
			{ repliesTo: '$gone' },
			{ quotes: [{ name: '', html: 'a message that is not available' }] },
		],
	];
	for (const [what, changes, differs] of table) {
		it(what, () => expect(show(changes)).to.deep.equal({ ...shown, ...differs }));
	}

	it('quotes the message it replies to', () => {
		const original = { ...plain, eventId: '$two', sender: '@eve:localhost' };
		expect(show({ repliesTo: '$two' }, [original])).to.deep.equal({
			...shown,
			quotes: [{ id: '$two', name: 'Eve', html: 'Hello &lt;b&gt;' }],
		});
	});

	it('does not quote a deleted message', () => {
		const original = { ...plain, eventId: '$two', redacted: true };
		expect(show({ repliesTo: '$two' }, [original])).to.deep.equal({
			...shown,
			quotes: [{ name: '', html: 'a message that is not available' }],
		});
	});

	it('groups its reactions by emoji and counts each person once', () => {
		const reactions = [
			{ eventId: '$a', sender: '@eve:localhost', key: '👍' },
			{ eventId: '$b', sender: '@bob:localhost', key: '🎉' },
			{ eventId: '$c', sender: '@bob:localhost', key: '👍' },
			{ eventId: '$d', sender: '@eve:localhost', key: '👍' },
			{ eventId: '$e', sender: '@rc_alice:localhost', key: '<b>' },
		];
		expect(show({}, [], reactions)).to.deep.equal({
			...shown,
			reactions: [
				{ key: '👍', shown: '👍', people: ['Eve', 'Bob <i>'], own: true },
				{ key: '🎉', shown: '🎉', people: ['Bob <i>'], own: true },
				{ key: '<b>', shown: '<b>', people: ['Alice'], own: false },
			],
		});
	});
});

function ownMessageOf(name: string): object {
	return { sender: '@bob:localhost', name, kind: 'own' };
}

function bigOf(emoji: string): object {
	return { text: emoji, html: `<div class="big">${emoji}</div>` };
}
