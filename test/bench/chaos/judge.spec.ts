import { expect } from 'chai';
import type { ShownMessage, ShownRoom } from '../../../bench/chaos/history';
import { judgeRoom, type Verdict } from '../../../bench/chaos/judge';
import { numberedText, tokensIn, type MessageKey } from '../../../bench/chaos/numbered-text';

const key = (number: number, run = 1): MessageKey => ({ run, side: 'rocketchat', writer: 0, number });
const message = (text: string, more: Partial<ShownMessage> = {}): ShownMessage => ({
	tokens: tokensIn(text),
	reactions: 0,
	...more,
});
const text = (number: number, version = 1) => message(numberedText(key(number), version));
const room = (...messages: ShownMessage[]): ShownRoom => ({ messages, told: [] });
const judge = (source: ShownRoom, destination: ShownRoom) => judgeRoom(source, destination, 1, 'rocketchat');

const clean: Verdict = {
	lost: [],
	doubled: [],
	reordered: [],
	notEdited: [],
	notDeleted: [],
	wrongReactions: [],
	wrongAnswers: [],
	wrongPins: [],
};

describe('judge of the chaos runs', () => {
	it('finds nothing wrong in equal histories', () => {
		expect(judge(room(text(0), text(1)), room(text(0), text(1)))).to.deep.equal(clean);
	});

	it('names a lost message', () => {
		expect(judge(room(text(0), text(1)), room(text(1)))).to.deep.equal({ ...clean, lost: ['c1-r0-0'] });
	});

	it('names a doubled message', () => {
		expect(judge(room(text(0)), room(text(0), text(0)))).to.deep.equal({
			...clean,
			doubled: ['c1-r0-0'],
		});
	});

	it('counts the messages out of order, and not those behind them', () => {
		const source = room(text(0), text(1), text(2), text(3));
		const destination = room(text(1), text(2), text(3), text(0));
		expect(judge(source, destination)).to.deep.equal({ ...clean, reordered: ['c1-r0-0'] });
	});

	it('accepts either order of messages of the same millisecond', () => {
		const source = room(
			message(numberedText(key(0), 1), { at: 5 }),
			message(numberedText(key(1), 1), { at: 5 }),
		);
		expect(judge(source, room(text(1), text(0)))).to.deep.equal(clean);
	});

	it('names a message without the last edit', () => {
		expect(judge(room(text(0, 3)), room(text(0, 2)))).to.deep.equal({ ...clean, notEdited: ['c1-r0-0'] });
	});

	it('names a message that the source has deleted', () => {
		expect(judge(room(text(1)), room(text(0), text(1)))).to.deep.equal({
			...clean,
			notDeleted: ['c1-r0-0'],
		});
	});

	it('names a message with another number of reactions', () => {
		const source = room(message(numberedText(key(0), 1), { reactions: 1 }));
		expect(judge(source, room(text(0)))).to.deep.equal({ ...clean, wrongReactions: ['c1-r0-0'] });
	});

	it('names a message in another thread, and one that quotes another message', () => {
		const answering = (number: number, answers?: string) =>
			message(numberedText(key(number), 1), answers === undefined ? {} : { answers });
		const source = room(text(0), answering(1, 'thread c1-r0-0'), answering(2, 'quote c1-r0-0'));
		const destination = room(text(0), answering(1), answering(2, 'quote c1-r0-1'));
		expect(judge(source, source)).to.deep.equal(clean);
		expect(judge(source, destination)).to.deep.equal({
			...clean,
			wrongAnswers: ['c1-r0-1', 'c1-r0-2'],
		});
	});

	it('names a message that is pinned on one side only, whichever it is', () => {
		const pinned = room(message(numberedText(key(0), 1), { isPinned: true }));
		expect(judge(pinned, pinned)).to.deep.equal(clean);
		for (const [source, destination] of [
			[pinned, room(text(0))],
			[room(text(0)), pinned],
		] as const) {
			expect(judge(source, destination)).to.deep.equal({ ...clean, wrongPins: ['c1-r0-0'] });
		}
	});

	it('puts the parts of a long text together', () => {
		const lines = numberedText(key(0), 1, 4).split('\n');
		const parts = [message(lines.slice(0, 2).join('\n')), message(lines.slice(2).join('\n'))];
		expect(judge(room(message(lines.join('\n'))), room(...parts))).to.deep.equal(clean);
		expect(judge(room(message(lines.join('\n'))), room(...parts.slice(1)))).to.deep.equal({
			...clean,
			lost: ['c1-r0-0'],
		});
		expect(judge(room(message(lines.join('\n'))), room(...parts.reverse()))).to.deep.equal({
			...clean,
			reordered: ['c1-r0-0'],
		});
	});

	it('ignores other runs, other directions and other texts', () => {
		const others = room(
			message(numberedText(key(0, 2), 1)),
			message(numberedText({ ...key(0), side: 'matrix' }, 1)),
			message('hello'),
		);
		expect(judge(others, room())).to.deep.equal(clean);
	});
});
