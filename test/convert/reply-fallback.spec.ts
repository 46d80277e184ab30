import { expect } from 'chai';
import { withoutReplyFallback } from '../../src/convert/reply-fallback';

const answers = { 'm.relates_to': { 'm.in_reply_to': { event_id: '$asked' } } };

describe('the quote that older clients put in front of an answer', () => {
	const table: readonly [what: string, body: unknown, left: unknown][] = [
		['goes', '> <@alice:x> the question\n\nan answer', 'an answer'],
		['goes with all its lines', '> <@alice:x> the\n> question\n>\n\nan\n\nanswer', 'an\n\nanswer'],
		['goes where it is one of an emote', '> * <@alice:x> waves\n\nhello', 'hello'],
		['goes without an empty line behind it', '> <@alice:x> the question\nan answer', 'an answer'],
		['leaves what the answer quotes itself', '> <@alice:x> a\n\n> b\nc', '> b\nc'],
		['is none where nobody is named', '> a quote\n\nwords', '> a quote\n\nwords'],
		['is none further down', 'words\n> <@alice:x> a', 'words\n> <@alice:x> a'],
		['is none where that is all there is', '> <@alice:x> a', '> <@alice:x> a'],
		['is none in what is no text', 7, 7],
	];
	for (const [what, body, left] of table) {
		it(what, () =>
			expect(withoutReplyFallback({ ...answers, body })).to.deep.equal({ ...answers, body: left }),
		);
	}

	for (const relation of [undefined, null, 'x', {}, { rel_type: 'm.thread' }]) {
		it(`stays where the message answers nothing: ${JSON.stringify(relation)}`, () => {
			const content = { body: '> <@alice:x> a\n\nb', 'm.relates_to': relation };
			expect(withoutReplyFallback(content)).to.deep.equal(content);
		});
	}
});
