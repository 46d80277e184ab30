import { expect } from 'chai';
import { parseAnnotation, parseMessageRelation, parseReference } from '../../src/matrix/relation';

const relatesTo = (relation: unknown) => ({ 'm.relates_to': relation });

describe('parseMessageRelation', () => {
	const reply = { 'm.in_reply_to': { event_id: '$asked' } };
	const thread = { rel_type: 'm.thread', event_id: '$root' };
	const table: readonly [what: string, relation: unknown, parsed: object | undefined][] = [
		['nothing', undefined, undefined],
		['a relation that is no object', 'reply', undefined],
		['a reply', reply, { kind: 'reply', repliedTo: '$asked' }],
		['a reply to something that is no event id', { 'm.in_reply_to': { event_id: 'asked' } }, undefined],
		['an edit', { rel_type: 'm.replace', event_id: '$a' }, { kind: 'edit', original: '$a' }],
		['an edit of nothing', { rel_type: 'm.replace' }, { kind: 'edit', original: undefined }],
		[
			'an edit of a reply',
			{ rel_type: 'm.replace', event_id: '$a', ...reply },
			{ kind: 'edit', original: '$a' },
		],
		[
			'a message of a thread',
			thread,
			{ kind: 'thread', root: '$root', isFallback: false, repliedTo: undefined },
		],
		[
			'a message of a thread with a fallback reply',
			{ ...thread, ...reply, is_falling_back: true },
			{ kind: 'thread', root: '$root', isFallback: true, repliedTo: '$asked' },
		],
		[
			'a reply inside a thread',
			{ ...thread, ...reply, is_falling_back: false },
			{ kind: 'thread', root: '$root', isFallback: false, repliedTo: '$asked' },
		],
		[
			'a thread without a root, as a reply',
			{ ...reply, rel_type: 'm.thread' },
			{ kind: 'reply', repliedTo: '$asked' },
		],
		['an unknown relation', { rel_type: 'org.example.other', event_id: '$a' }, undefined],
	];
	for (const [what, relation, parsed] of table) {
		it(`reads ${what}`, () => {
			expect(parseMessageRelation(relatesTo(relation))).to.deep.equal(parsed);
		});
	}
});

describe('parseAnnotation', () => {
	const annotation = { rel_type: 'm.annotation', event_id: '$a', key: '👍' };

	it('reads the event and the key', () => {
		expect(parseAnnotation(relatesTo(annotation))).to.deep.equal({ target: '$a', key: '👍' });
	});

	const malformed: readonly [what: string, change: object][] = [
		['another kind of relation', { rel_type: 'm.reference' }],
		['no event id', { event_id: 'a' }],
		['an empty key', { key: '' }],
		['a key that is no text', { key: 7 }],
	];
	for (const [what, change] of malformed) {
		it(`returns undefined for ${what}`, () => {
			expect(parseAnnotation(relatesTo({ ...annotation, ...change }))).to.equal(undefined);
		});
	}
});

describe('parseReference', () => {
	it('reads the event that is referred to', () => {
		expect(parseReference(relatesTo({ rel_type: 'm.reference', event_id: '$poll' }))).to.equal('$poll');
	});

	it('returns undefined if there is no event id', () => {
		expect(parseReference(relatesTo({ rel_type: 'm.reference', event_id: 'poll' }))).to.equal(undefined);
		expect(parseReference({})).to.equal(undefined);
	});
});
