import { expect } from 'chai';
import { parseRoomEvent } from '../../src/matrix/events';

const raw = {
	event_id: '$redaction',
	room_id: '!room:example.org',
	sender: '@bob:far.example',
	type: 'm.room.redaction',
	origin_server_ts: 1_000,
	content: {},
};
const parsed = {
	eventId: '$redaction',
	roomId: '!room:example.org',
	sender: '@bob:far.example',
	type: 'm.room.redaction',
	at: 1_000,
	content: {},
	unsigned: {},
};

describe('an event of a transaction', () => {
	const redactions: readonly [where: string, given: object, read: object][] = [
		[
			'in the content, as from room version 11 on',
			{ content: { redacts: '$said' } },
			{ content: { redacts: '$said' }, redacts: '$said' },
		],
		['beside the content, as before', { redacts: '$said' }, { redacts: '$said' }],
		[
			'in both places',
			{ content: { redacts: '$said' }, redacts: '$said' },
			{ content: { redacts: '$said' }, redacts: '$said' },
		],
		['nowhere', {}, {}],
		['as what is no event id', { redacts: 'said' }, {}],
	];
	for (const [where, given, read] of redactions) {
		it(`tells what a redaction takes back where that stands ${where}`, () => {
			expect(parseRoomEvent({ ...raw, ...given })).to.deep.equal({ ...parsed, ...read });
		});
	}

	it('takes nothing back where it is no redaction', () => {
		const event = parseRoomEvent({ ...raw, type: 'm.room.message', redacts: '$said' });
		expect(event).to.deep.equal({ ...parsed, type: 'm.room.message' });
	});

	it('is state by its key alone, be it empty', () => {
		expect(parseRoomEvent({ ...raw, state_key: '' })).to.deep.equal({ ...parsed, stateKey: '' });
	});

	it('has fields of their kinds, whatever came', () => {
		const odd = { origin_server_ts: 'x', content: [], unsigned: 7, state_key: 7 };
		expect(parseRoomEvent({ ...raw, ...odd })).to.deep.equal({ ...parsed, at: 0 });
	});

	for (const broken of [null, 7, [], { ...raw, sender: 'bob' }, { ...raw, type: undefined }]) {
		it(`is none where it is ${JSON.stringify(broken)}`, () => {
			expect(parseRoomEvent(broken)).to.equal(undefined);
		});
	}
});
