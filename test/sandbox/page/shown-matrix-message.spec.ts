import { expect } from 'chai';
import type { MatrixMessage } from '../../../sandbox/clients/matrix-message';
import type { MatrixReaction } from '../../../sandbox/clients/matrix-reaction';
import { shownMatrixMessage, type Surroundings } from '../../../sandbox/page/shown-matrix-message';

describe('a message of Matrix on the page', () => {
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

	/** What Bob sees. */
	function show(
		changes: Partial<MatrixMessage>,
		others: readonly MatrixMessage[] = [],
		reactions: readonly MatrixReaction[] = [],
	): unknown {
		const around: Surroundings = {
			reader: '@bob:localhost',
			nameOf: (userId) => names[userId] ?? userId,
			find: (eventId) => others.find((message) => message.eventId === eventId),
			reactionsTo: (eventId) => (eventId === '$one' ? reactions : []),
		};
		return shownMatrixMessage({ ...plain, ...changes }, around);
	}

	const table: readonly [what: string, changes: Partial<MatrixMessage>, differs: object][] = [
		['without a format shows its body as text', {}, {}],
		['of the reader is their own', { sender: '@bob:localhost' }, ownOf('Bob <i>')],
		[
			'with HTML shows that, and keeps the body for editing',
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
			'in a format that nobody knows shows its body',
			{ content: { msgtype: 'm.text', body: 'Hello <b>', format: 'x', formatted_body: '<i>x</i>' } },
			{},
		],
		[
			'that is an emote begins with who does it',
			{
				sender: '@bob:localhost',
				content: { msgtype: 'm.emote', body: 'waves' },
				body: 'waves',
			},
			{ ...ownOf('Bob <i>'), text: 'waves', html: '* Bob &lt;i&gt; waves' },
		],
		[
			'that is a notice stands apart',
			{ content: { msgtype: 'm.notice', body: 'Hello <b>' } },
			{ kind: 'system' },
		],
		['of a few emoji shows them large', { body: '🎉 👍🏽' }, bigOf('🎉 👍🏽')],
		['that was edited says so', { edited: true }, { edited: true }],
		['in a thread names its first message', { thread: '$root' }, { thread: '$root' }],
		[
			'that was deleted shows that there was one, and nothing else',
			{ redacted: true, content: {}, body: '', thread: '$root', repliesTo: '$two', edited: true },
			{ deleted: true, text: '', html: 'Message deleted' },
		],
		[
			'that answers what is not here says so',
			{ repliesTo: '$gone' },
			{ quotes: [{ name: '', html: 'a message that is not here' }] },
		],
	];
	for (const [what, changes, differs] of table) {
		it(what, () => expect(show(changes)).to.deep.equal({ ...shown, ...differs }));
	}

	it('quotes what it answers', () => {
		const answered = { ...plain, eventId: '$two', sender: '@eve:localhost' };
		expect(show({ repliesTo: '$two' }, [answered])).to.deep.equal({
			...shown,
			quotes: [{ id: '$two', name: 'Eve', html: 'Hello &lt;b&gt;' }],
		});
	});

	it('does not quote what was deleted', () => {
		const answered = { ...plain, eventId: '$two', redacted: true };
		expect(show({ repliesTo: '$two' }, [answered])).to.deep.equal({
			...shown,
			quotes: [{ name: '', html: 'a message that is not here' }],
		});
	});

	it('has each emoji once, with everybody who reacted once', () => {
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

function ownOf(name: string): object {
	return { sender: '@bob:localhost', name, kind: 'own' };
}

function bigOf(emoji: string): object {
	return { text: emoji, html: `<div class="big">${emoji}</div>` };
}
