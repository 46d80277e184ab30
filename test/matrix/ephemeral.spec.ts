import { expect } from 'chai';
import { ephemeralEventsIn, parseEphemeralEvent } from '../../src/matrix/ephemeral';

const typing = (...userIds: unknown[]) => ({
	type: 'm.typing',
	room_id: '!room:example.org',
	content: { user_ids: userIds },
});
const parsed = (...userIds: string[]) => ({ type: 'm.typing', roomId: '!room:example.org', userIds });

describe('ephemeralEventsIn', () => {
	it('reads the list once though Synapse sends it under two keys', () => {
		const list = [typing('@bob:far.example'), typing()];
		const transaction = { events: [], ephemeral: list, 'de.sorunome.msc2409.ephemeral': list };
		expect(ephemeralEventsIn(transaction)).to.deep.equal([parsed('@bob:far.example'), parsed()]);
	});

	it('prefers the stable key', () => {
		const transaction = { ephemeral: [], 'de.sorunome.msc2409.ephemeral': [typing()] };
		expect(ephemeralEventsIn(transaction)).to.deep.equal([]);
	});

	it('reads the unstable key of an older Synapse', () => {
		const transaction = { events: [], 'de.sorunome.msc2409.ephemeral': [typing()] };
		expect(ephemeralEventsIn(transaction)).to.deep.equal([parsed()]);
	});

	for (const transaction of [{}, { ephemeral: {} }, { ephemeral: 'text' }, { ephemeral: [7, null, {}] }]) {
		it(`finds nothing in ${JSON.stringify(transaction)}`, () => {
			expect(ephemeralEventsIn(transaction)).to.deep.equal([]);
		});
	}
});

describe('parseEphemeralEvent', () => {
	it('leaves out what is no user id', () => {
		expect(parseEphemeralEvent(typing('@bob:far.example', 'bob', 7, null))).to.deep.equal(
			parsed('@bob:far.example'),
		);
	});

	const presence = (sender: unknown, content: object) => ({ type: 'm.presence', sender, content });

	it('reads who is online, with the status text if there is one', () => {
		const told = presence('@bob:far.example', {
			presence: 'unavailable',
			status_msg: 'At lunch',
			last_active_ago: 5,
		});
		expect(parseEphemeralEvent(told)).to.deep.equal({
			type: 'm.presence',
			userId: '@bob:far.example',
			presence: 'unavailable',
			text: 'At lunch',
		});
		expect(
			parseEphemeralEvent(presence('@bob:far.example', { presence: 'online', status_msg: null })),
		).to.deep.include({ presence: 'online', text: '' });
	});

	const unknown: readonly [what: string, event: object][] = [
		['of another type', { ...typing(), type: 'm.receipt' }],
		['without a room', { ...typing(), room_id: undefined }],
		['of presence without a person', presence('bob', { presence: 'online' })],
		['of a presence that the app does not know', presence('@bob:far.example', { presence: 'busy' })],
		['whose list is none', { ...typing(), content: { user_ids: '@bob:far.example' } }],
	];
	for (const [what, event] of unknown) {
		it(`drops an event ${what}`, () => {
			expect(parseEphemeralEvent(event)).to.equal(undefined);
		});
	}
});
