import { expect } from 'chai';
import { asEdit, withRelation } from '../../src/convert/relation';
import type { MessageText } from '../../src/matrix/events';
import type { EventId, UserId } from '../../src/matrix/ids';

const text: MessageText = { msgtype: 'm.text', body: 'x', 'm.mentions': {} };
const repliedTo = '$replied-to' as EventId;
const thread = '$thread' as EventId;

describe('withRelation', () => {
	const table: readonly [
		what: string,
		given: Parameters<typeof withRelation>[1],
		relation: object | undefined,
	][] = [
		['adds nothing to a message that relates to nothing', {}, undefined],
		['makes a reply', { repliedTo }, { 'm.in_reply_to': { event_id: repliedTo } }],
		[
			'makes a message in a thread, which is a reply to the thread for other clients',
			{ thread },
			{
				rel_type: 'm.thread',
				event_id: thread,
				is_falling_back: true,
				'm.in_reply_to': { event_id: thread },
			},
		],
		[
			'makes a reply in a thread',
			{ repliedTo, thread },
			{
				rel_type: 'm.thread',
				event_id: thread,
				is_falling_back: false,
				'm.in_reply_to': { event_id: repliedTo },
			},
		],
	];
	for (const [what, given, relation] of table) {
		it(what, () => {
			expect(withRelation(text, given)).to.deep.equal(
				relation ? { ...text, 'm.relates_to': relation } : text,
			);
		});
	}
});

describe('withRelation of a later part', () => {
	it('keeps the thread and makes no reply', () => {
		expect(withRelation(text, { repliedTo }, 1)).to.deep.equal(text);
		expect(withRelation(text, { repliedTo, thread }, 1)).to.deep.equal({
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

describe('asEdit', () => {
	it('holds the new text and a fallback for clients without edits, and mentions nobody', () => {
		const said: MessageText = {
			msgtype: 'm.text',
			body: 'new',
			format: 'org.matrix.custom.html',
			formatted_body: '<em>new</em>',
			'm.mentions': { user_ids: ['@bob:example.org' as UserId] },
		};
		expect(asEdit(said, repliedTo)).to.deep.equal({
			msgtype: 'm.text',
			body: '* new',
			format: 'org.matrix.custom.html',
			formatted_body: '* <em>new</em>',
			'm.mentions': {},
			'm.new_content': said,
			'm.relates_to': { rel_type: 'm.replace', event_id: repliedTo },
		});
	});

	it('adds no HTML to plain text', () => {
		expect(asEdit(text, repliedTo)).to.deep.equal({
			msgtype: 'm.text',
			body: '* x',
			'm.mentions': {},
			'm.new_content': text,
			'm.relates_to': { rel_type: 'm.replace', event_id: repliedTo },
		});
	});
});
