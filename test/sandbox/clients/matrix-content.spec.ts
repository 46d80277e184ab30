import { expect } from 'chai';
import { answerTo, contentOf, editOf, inThread } from '../../../sandbox/clients/matrix-content';

describe('what a client of Matrix makes of a typed text', () => {
	const members = new Map([
		['@rc_alice:localhost', 'Alice <i>'],
		['@bob:localhost:8448', 'Bob'],
	]);
	const html = (formatted: string, mentioned: readonly string[] = []) => ({
		format: 'org.matrix.custom.html',
		formatted_body: formatted,
		'm.mentions': mentioned.length > 0 ? { user_ids: mentioned } : {},
	});

	const table: readonly [what: string, text: string, content: object][] = [
		['plain text has no HTML', 'a & b\nc', { 'm.mentions': {} }],
		['markdown becomes HTML', '**a** `b`', html('<strong>a</strong> <code>b</code>')],
		['lines stay lines', '*a*\nb', html('<em>a</em><br>\nb')],
		['paragraphs stay paragraphs', '*a*\n\nb', html('<p><em>a</em></p>\n<p>b</p>')],
		['HTML is text', '**a** <b>', html('<strong>a</strong> &lt;b&gt;')],
		[
			'the id of somebody in the room becomes a pill',
			'hi @rc_alice:localhost.',
			html('hi <a href="https://matrix.to/#/@rc_alice:localhost">Alice &lt;i&gt;</a>.', [
				'@rc_alice:localhost',
			]),
		],
		[
			'an id with a port is one id, named twice one mention',
			'@bob:localhost:8448 @bob:localhost:8448',
			html(
				'<a href="https://matrix.to/#/@bob:localhost:8448">Bob</a> ' +
					'<a href="https://matrix.to/#/@bob:localhost:8448">Bob</a>',
				['@bob:localhost:8448'],
			),
		],
		['the id of somebody else is text', 'hi @eve:localhost', { 'm.mentions': {} }],
	];
	for (const [what, text, content] of table) {
		it(what, () =>
			expect(contentOf(text, members)).to.deep.equal({ msgtype: 'm.text', body: text, ...content }),
		);
	}

	const content = contentOf('*a*', members);

	it('an answer names what it answers', () => {
		expect(answerTo('$one', content)).to.deep.equal({
			...content,
			'm.relates_to': { 'm.in_reply_to': { event_id: '$one' } },
		});
	});

	it('a message in a thread falls back to an answer to its first message', () => {
		expect(inThread('$root', content)).to.deep.equal({
			...content,
			'm.relates_to': {
				rel_type: 'm.thread',
				event_id: '$root',
				is_falling_back: true,
				'm.in_reply_to': { event_id: '$root' },
			},
		});
	});

	it('an answer in a thread is no fallback', () => {
		expect(inThread('$root', content, '$one')).to.deep.equal({
			...content,
			'm.relates_to': {
				rel_type: 'm.thread',
				event_id: '$root',
				is_falling_back: false,
				'm.in_reply_to': { event_id: '$one' },
			},
		});
	});

	it('an edit is marked for clients that do not know edits', () => {
		expect(editOf('$one', content)).to.deep.equal({
			msgtype: 'm.text',
			body: '* *a*',
			format: 'org.matrix.custom.html',
			formatted_body: '* <em>a</em>',
			'm.mentions': {},
			'm.new_content': content,
			'm.relates_to': { rel_type: 'm.replace', event_id: '$one' },
		});
	});
});
