import { expect } from 'chai';
import type { EventId } from '../../src/matrix/ids';
import { withHistory } from '../../src/to-rocketchat/history';
import { eventOf } from '../support/matrix-room';

const JOINED_AT = 1_000;
const event = (id: string, at: number, type = 'm.room.message', content: object = { body: id }) =>
	eventOf(type, content, { eventId: `$${id}` as EventId, at });
const old = event('old', 100);
const edit = event('edit', 300, 'm.room.message', { body: '* x', 'm.new_content': {} });
const reaction = event('reaction', 350, 'm.reaction');
const redacted = event('redacted', 360, 'm.room.message', {});
const recent = event('recent', 400);
const live = event('live', 1_100);
const all = [old, event('second', 200), edit, reaction, redacted, recent, live];

describe('the history of a room that is joined', () => {
	const shown = (count: number) =>
		withHistory(all, count, JOINED_AT).map(
			({ eventId, isHistory }) => `${eventId}${isHistory ? '' : ' live'}`,
		);

	it('has as many messages as the setting says, with the changes behind them', () => {
		expect(shown(1)).to.deep.equal(['$recent', '$live live']);
		expect(shown(2)).to.deep.equal([
			'$second',
			'$edit',
			'$reaction',
			'$redacted',
			'$recent',
			'$live live',
		]);
	});

	it('is empty if the setting is 0, and what was written since the join is shown', () => {
		expect(shown(0)).to.deep.equal(['$live live']);
	});

	it('begins with the first message of a room that has fewer', () => {
		expect(shown(100)[0]).to.equal('$old');
	});
});
