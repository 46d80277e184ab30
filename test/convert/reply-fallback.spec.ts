import { expect } from 'chai';
import { withoutReplyFallback } from '../../src/convert/reply-fallback';

const reply = { 'm.relates_to': { 'm.in_reply_to': { event_id: '$original' } } };

describe('withoutReplyFallback', () => {
	const table: readonly [what: string, body: unknown, left: unknown][] = [
		['removes the quote', '> <@alice:x> the question\n\nan answer', 'an answer'],
		['removes all lines of the quote', '> <@alice:x> the\n> question\n>\n\nan\n\nanswer', 'an\n\nanswer'],
		['removes the quote of an emote', '> * <@alice:x> waves\n\nhello', 'hello'],
		[
			'removes a quote without an empty line behind it',
			'> <@alice:x> the question\nan answer',
			'an answer',
		],
		['keeps a quote that the reply itself has', '> <@alice:x> a\n\n> b\nc', '> b\nc'],
		['keeps a quote without a user id', '> a quote\n\nwords', '> a quote\n\nwords'],
		['keeps a quote further down', 'words\n> <@alice:x> a', 'words\n> <@alice:x> a'],
		['keeps a quote that is the whole text', '> <@alice:x> a', '> <@alice:x> a'],
		['keeps a body that is not text', 7, 7],
	];
	for (const [what, body, left] of table) {
		it(what, () =>
			expect(withoutReplyFallback({ ...reply, body })).to.deep.equal({ ...reply, body: left }),
		);
	}

	for (const relation of [undefined, null, 'x', {}, { rel_type: 'm.thread' }]) {
		it(`keeps the quote of a message that is not a reply: ${JSON.stringify(relation)}`, () => {
			const content = { body: '> <@alice:x> a\n\nb', 'm.relates_to': relation };
			expect(withoutReplyFallback(content)).to.deep.equal(content);
		});
	}
});
