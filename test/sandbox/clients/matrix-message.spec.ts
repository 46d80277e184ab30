import { expect } from 'chai';
import { MatrixEvent } from 'matrix-js-sdk';
import { messageFromEvent } from '../../../sandbox/clients/matrix-message';

describe('an event in a Matrix client', () => {
	const event = {
		type: 'm.room.message',
		event_id: '$one',
		room_id: '!room:localhost',
		sender: '@bob:localhost',
		origin_server_ts: 1_700_000_000_000,
		content: { msgtype: 'm.text', body: 'a' } as object,
	};
	const message = {
		eventId: '$one',
		roomId: '!room:localhost',
		sender: '@bob:localhost',
		type: 'm.room.message',
		content: { msgtype: 'm.text', body: 'a' } as object,
		body: 'a',
		edited: false,
		redacted: false,
		sentAt: 1_700_000_000_000,
	};
	const related = (relation: unknown): object => ({
		msgtype: 'm.text',
		body: 'a',
		'm.relates_to': relation,
	});

	it('of type m.room.message is a message', () =>
		expect(messageFromEvent(new MatrixEvent(event))).to.deep.equal(message));

	const relations: readonly [what: string, relation: unknown, more: object][] = [
		['may be a reply', { 'm.in_reply_to': { event_id: '$two' } }, { repliesTo: '$two' }],
		[
			'may belong to a thread, and the fallback is not a reply',
			{
				rel_type: 'm.thread',
				event_id: '$root',
				is_falling_back: true,
				'm.in_reply_to': { event_id: '$two' },
			},
			{ thread: '$root' },
		],
		[
			'may be a reply in a thread',
			{ rel_type: 'm.thread', event_id: '$root', 'm.in_reply_to': { event_id: '$two' } },
			{ thread: '$root', repliesTo: '$two' },
		],
		[
			'has no relation if the relation is malformed',
			{ rel_type: 'm.thread', event_id: 1, 'm.in_reply_to': 2 },
			{},
		],
	];
	for (const [what, relation, more] of relations) {
		it(what, () => {
			const content = related(relation);
			expect(messageFromEvent(new MatrixEvent({ ...event, content }))).to.deep.equal({
				...message,
				content,
				...more,
			});
		});
	}

	it('is not a message if it is an edit, state or a reaction', () => {
		const edit = related({ rel_type: 'm.replace', event_id: '$two' });
		expect(messageFromEvent(new MatrixEvent({ ...event, content: edit }))).to.equal(undefined);
		expect(messageFromEvent(new MatrixEvent({ ...event, type: 'm.room.member' }))).to.equal(undefined);
		expect(messageFromEvent(new MatrixEvent({ ...event, type: 'm.reaction' }))).to.equal(undefined);
	});

	it('has the text of its edit and keeps the relation of the original', () => {
		const original = new MatrixEvent({
			...event,
			content: related({ 'm.in_reply_to': { event_id: '$two' } }),
		});
		const changed = { msgtype: 'm.text', body: 'b' };
		original.makeReplaced(
			new MatrixEvent({
				...event,
				event_id: '$edit',
				content: {
					...related({ rel_type: 'm.replace', event_id: '$one' }),
					'm.new_content': changed,
				},
			}),
		);
		expect(messageFromEvent(original)).to.deep.equal({
			...message,
			content: changed,
			body: 'b',
			repliesTo: '$two',
			edited: true,
		});
	});
});
