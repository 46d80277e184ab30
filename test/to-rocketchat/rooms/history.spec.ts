import { expect } from 'chai';
import type { EventId, UserId } from '../../../src/matrix/ids';
import { joinTime, withHistory } from '../../../src/to-rocketchat/rooms/history';
import { eventOf } from '../../support/matrix-room';

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

describe('the time of a join', () => {
	const alice = '@rc_alice:example.org' as UserId;
	const join = (at: number, before?: string) =>
		eventOf(
			'm.room.member',
			{ membership: 'join' },
			{
				...{ eventId: `$join-${at}` as EventId, at, stateKey: alice },
				unsigned: before === undefined ? {} : { prev_content: { membership: before } },
			},
		);

	it('is that of the event, so that what was written before the app noted it is no history', () => {
		const events = [old, join(900), event('quick', 950)];
		expect(joinTime(events, alice, JOINED_AT)).to.equal(900);
	});

	it('is not that of a change of the name since', () => {
		expect(joinTime([join(900, 'invite'), join(980, 'join')], alice, JOINED_AT)).to.equal(900);
	});

	it('is the noted one if the person was in the room long before, or somebody else joined', () => {
		expect(joinTime([join(900)], alice, 100_000)).to.equal(100_000);
		expect(joinTime([join(900)], '@rc_carol:example.org' as UserId, JOINED_AT)).to.equal(JOINED_AT);
		expect(joinTime([], alice, JOINED_AT)).to.equal(JOINED_AT);
	});
});
