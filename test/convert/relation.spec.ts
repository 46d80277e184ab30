import { expect } from 'chai';
import { asEdit, related } from '../../src/convert/relation';
import type { MessageText } from '../../src/matrix/events';
import type { EventId, UserId } from '../../src/matrix/ids';

const text: MessageText = { msgtype: 'm.text', body: 'x', 'm.mentions': {} };
const answered = '$answered' as EventId;
const thread = '$thread' as EventId;

describe('relation of a message', () => {
	const table: readonly [
		what: string,
		given: Parameters<typeof related>[1],
		relation: object | undefined,
	][] = [
		['to nothing', {}, undefined],
		['to what it answers', { answered }, { 'm.in_reply_to': { event_id: answered } }],
		[
			'to its thread',
			{ thread },
			{
				rel_type: 'm.thread',
				event_id: thread,
				is_falling_back: true,
				'm.in_reply_to': { event_id: thread },
			},
		],
		[
			'to what it answers in its thread',
			{ answered, thread },
			{
				rel_type: 'm.thread',
				event_id: thread,
				is_falling_back: false,
				'm.in_reply_to': { event_id: answered },
			},
		],
	];
	for (const [what, given, relation] of table) {
		it(what, () => {
			expect(related(text, given)).to.deep.equal(
				relation ? { ...text, 'm.relates_to': relation } : text,
			);
		});
	}
});

describe('relation of a later part', () => {
	it('is to its thread alone, and to nothing outside of threads', () => {
		expect(related(text, { answered }, 1)).to.deep.equal(text);
		expect(related(text, { answered, thread }, 1)).to.deep.equal({
			...text,
			'm.relates_to': {
				rel_type: 'm.thread',
				event_id: thread,
				is_falling_back: true,
				'm.in_reply_to': { event_id: thread },
			},
		});
	});
});

describe('edit', () => {
	it('holds the new text, one for clients that know no edits, and wakes nobody again', () => {
		const said: MessageText = {
			msgtype: 'm.text',
			body: 'new',
			format: 'org.matrix.custom.html',
			formatted_body: '<em>new</em>',
			'm.mentions': { user_ids: ['@bob:example.org' as UserId] },
		};
		expect(asEdit(said, answered)).to.deep.equal({
			msgtype: 'm.text',
			body: '* new',
			format: 'org.matrix.custom.html',
			formatted_body: '* <em>new</em>',
			'm.mentions': {},
			'm.new_content': said,
			'm.relates_to': { rel_type: 'm.replace', event_id: answered },
		});
	});

	it('of plain text is plain', () => {
		expect(asEdit(text, answered)).to.deep.equal({
			msgtype: 'm.text',
			body: '* x',
			'm.mentions': {},
			'm.new_content': text,
			'm.relates_to': { rel_type: 'm.replace', event_id: answered },
		});
	});
});
