import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatUserId } from '../../../src/rocketchat/ids';
import { markRead } from '../../../src/to-matrix/signs/read-receipt';
import { configuration, fakeBridge, type Answers } from '../../support/fake-bridge';
import { settled } from '../../support/mock-timers';

const roomId = '!room:example.org' as RoomId;
const alice = 'alice' as RocketChatUserId;
const ghost = '@rc_alice:example.org' as UserId;

describe('markRead', () => {
	async function requestsFor(syncReadReceipts: boolean, thread?: string, answers: Answers = {}) {
		const { bridge, calls } = fakeBridge({ 'homeserver.markRead': () => undefined, ...answers });
		const place = { roomId, thread: thread as EventId | undefined };
		await bridge.store.users.add({ matrixId: ghost, rocketChatId: alice });
		bridge.readEvents.note(place, '$newest' as EventId);
		const given = { ...bridge, configuration: { ...configuration, syncReadReceipts } };
		markRead(given, alice, place, Date.now());
		markRead(given, 'without-ghost' as RocketChatUserId, place, Date.now());
		await settled();
		return calls;
	}

	it('says as the ghost that the newest message of others is read, in the room or the thread', async () => {
		expect(await requestsFor(true)).to.deep.equal([
			['homeserver.markRead', ghost, roomId, '$newest', undefined],
		]);
		expect(await requestsFor(true, '$root')).to.deep.equal([
			['homeserver.markRead', ghost, roomId, '$newest', '$root'],
		]);
	});

	it('costs nothing while the setting is off', async () => {
		expect(await requestsFor(false)).to.deep.equal([]);
	});

	it('fails silently', async () => {
		const answers = {
			'homeserver.markRead': () => {
				throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
			},
		};
		expect(await requestsFor(true, undefined, answers)).to.have.length(1);
	});
});
