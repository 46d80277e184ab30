import { expect } from 'chai';
import { Homeserver } from '../../src/matrix/homeserver';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import type { RequestOptions, Transport } from '../../src/matrix/transport';

const alice = '@rc_alice:example.org' as UserId;
const roomId = '!room:example.org' as RoomId;

/** A homeserver that gives these answers in turn. */
function answering(...answers: unknown[]) {
	const asked: [method: string, path: string, options: RequestOptions | undefined][] = [];
	const transport = async (method: string, path: string, options?: RequestOptions): Promise<unknown> => {
		asked.push([method, path, options]);
		const answer = answers.shift();
		if (answer instanceof Error) {
			throw answer;
		}
		return answer;
	};
	return { homeserver: new Homeserver(transport as Transport), asked };
}

describe('the edits of an event', () => {
	it('are read to the last page', async () => {
		const { homeserver, asked } = answering(
			{ chunk: [{ event_id: '$1' }, { event_id: 'no id' }, 'no event'], next_batch: 'further' },
			{ chunk: [{ event_id: '$2' }] },
		);
		expect(await homeserver.replacements(alice, roomId, '$e/1' as EventId)).to.deep.equal(['$1', '$2']);
		const path = '/rooms/!room%3Aexample.org/relations/%24e%2F1/m.replace';
		const prefix = '/_matrix/client/v1';
		expect(asked).to.deep.equal([
			['GET', path, { prefix, query: { user_id: alice, limit: 100 } }],
			['GET', path, { prefix, query: { user_id: alice, limit: 100, from: 'further' } }],
		]);
	});

	it('are read up to ten pages', async () => {
		const endless = Array.from({ length: 20 }, () => ({ chunk: [], next_batch: 'further' }));
		const { homeserver, asked } = answering(...endless);
		await homeserver.replacements(alice, roomId, '$e' as EventId);
		expect(asked).to.have.length(10);
	});
});

describe('an event of a room’s state', () => {
	it('is read alone, with its sender', async () => {
		const { homeserver, asked } = answering({
			type: 'm.room.create',
			state_key: '',
			sender: '@bob:example.org',
			content: { room_version: '12' },
			event_id: '$c',
		});
		expect(await homeserver.stateEvent(alice, roomId, 'm.room.create')).to.deep.equal({
			type: 'm.room.create',
			state_key: '',
			sender: '@bob:example.org',
			content: { room_version: '12' },
		});
		expect(asked).to.deep.equal([
			[
				'GET',
				'/rooms/!room%3Aexample.org/state/m.room.create/',
				{ query: { user_id: alice, format: 'event' } },
			],
		]);
	});

	it('has no sender if the homeserver returns the content only', async () => {
		const { homeserver } = answering({ users: { [alice]: 50 } });
		expect(await homeserver.stateEvent(alice, roomId, 'm.room.power_levels')).to.deep.equal({
			type: 'm.room.power_levels',
			state_key: '',
			sender: '',
			content: { users: { [alice]: 50 } },
		});
	});

	it('is undefined if the room has none', async () => {
		const { homeserver } = answering(new HomeserverError('M_NOT_FOUND', 404, 'Event not found.'));
		expect(await homeserver.stateEvent(alice, roomId, 'm.room.power_levels')).to.equal(undefined);
	});

	it('cannot be read by a user who is not in the room', async () => {
		const { homeserver } = answering(new HomeserverError('M_FORBIDDEN', 403, 'not in room'));
		const failure = await homeserver
			.stateEvent(alice, roomId, 'm.room.power_levels')
			.catch((error: unknown) => error);
		expect(failure).to.include({ errcode: 'M_FORBIDDEN' });
	});
});
