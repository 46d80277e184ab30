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

describe('parseRoomEvent', () => {
	const redactions: readonly [where: string, given: object, read: object][] = [
		[
			'is in the content, as from room version 11 on',
			{ content: { redacts: '$said' } },
			{ content: { redacts: '$said' }, redacts: '$said' },
		],
		['is beside the content, as before version 11', { redacts: '$said' }, { redacts: '$said' }],
		[
			'is in both places',
			{ content: { redacts: '$said' }, redacts: '$said' },
			{ content: { redacts: '$said' }, redacts: '$said' },
		],
		['is missing', {}, {}],
		['is no event id', { redacts: 'said' }, {}],
	];
	for (const [where, given, read] of redactions) {
		it(`reads the redacted event if it ${where}`, () => {
			expect(parseRoomEvent({ ...raw, ...given })).to.deep.equal({ ...parsed, ...read });
		});
	}

	it('reads no redacted event from an event of another type', () => {
		const event = parseRoomEvent({ ...raw, type: 'm.room.message', redacts: '$said' });
		expect(event).to.deep.equal({ ...parsed, type: 'm.room.message' });
	});

	it('reads a state key, also an empty one', () => {
		expect(parseRoomEvent({ ...raw, state_key: '' })).to.deep.equal({ ...parsed, stateKey: '' });
	});

	it('ignores optional fields of a wrong type', () => {
		const odd = { origin_server_ts: 'x', content: [], unsigned: 7, state_key: 7 };
		expect(parseRoomEvent({ ...raw, ...odd })).to.deep.equal({ ...parsed, at: 0 });
	});

	it('takes NUL out of what the event says, since Rocket.Chat would do it later', () => {
		const content = { body: '\0@alice', info: { name: ['a\0'] } };
		expect(parseRoomEvent({ ...raw, content })?.content).to.deep.equal({
			body: '@alice',
			info: { name: ['a'] },
		});
	});

	it('takes nobody for somebody else because of a NUL in an id', () => {
		expect(parseRoomEvent({ ...raw, sender: '@bob\0:far.example' })).to.equal(undefined);
		expect(parseRoomEvent({ ...raw, state_key: '@bob\0:far.example' })?.stateKey).to.equal(
			'@bob\0:far.example',
		);
	});

	for (const broken of [null, 7, [], { ...raw, sender: 'bob' }, { ...raw, type: undefined }]) {
		it(`returns undefined for ${JSON.stringify(broken)}`, () => {
			expect(parseRoomEvent(broken)).to.equal(undefined);
		});
	}
});
