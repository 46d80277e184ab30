import { expect } from 'chai';
import { editOf, inThread, replyTo, textContent } from '../../../sandbox/clients/matrix-content';

describe('the content that a Matrix client makes of typed text', () => {
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
		['has no HTML for plain text', 'a & b\nc', { 'm.mentions': {} }],
		['converts markdown to HTML', '**a** `b`', html('<strong>a</strong> <code>b</code>')],
		['keeps line breaks', '*a*\nb', html('<em>a</em><br>\nb')],
		['keeps paragraphs', '*a*\n\nb', html('<p><em>a</em></p>\n<p>b</p>')],
		['escapes HTML that the user typed', '**a** <b>', html('<strong>a</strong> &lt;b&gt;')],
		[
			'converts the user id of a room member to a pill and a mention',
			'hi @rc_alice:localhost.',
			html('hi <a href="https://matrix.to/#/@rc_alice:localhost">Alice &lt;i&gt;</a>.', [
				'@rc_alice:localhost',
			]),
		],
		[
			'reads a user id with a port, and mentions its user once',
			'@bob:localhost:8448 @bob:localhost:8448',
			html(
				'<a href="https://matrix.to/#/@bob:localhost:8448">Bob</a> ' +
					'<a href="https://matrix.to/#/@bob:localhost:8448">Bob</a>',
				['@bob:localhost:8448'],
			),
		],
		[
			'leaves the user id of somebody outside the room as text',
			'hi @eve:localhost',
			{ 'm.mentions': {} },
		],
	];
	for (const [what, text, content] of table) {
		it(what, () =>
			expect(textContent(text, members)).to.deep.equal({ msgtype: 'm.text', body: text, ...content }),
		);
	}

	const content = textContent('*a*', members);

	it('names the message that a reply answers', () => {
		expect(replyTo('$one', content)).to.deep.equal({
			...content,
			'm.relates_to': { 'm.in_reply_to': { event_id: '$one' } },
		});
	});

	it("marks a message in a thread as a fallback reply to the thread's first message", () => {
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

	it('does not mark a reply in a thread as a fallback', () => {
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

	it('marks an edit with an asterisk for clients that do not know edits', () => {
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
