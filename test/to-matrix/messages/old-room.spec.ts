import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId } from '../../../src/matrix/ids';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';
import { changeInItsRoom } from '../../../src/to-matrix/messages/old-room';
import { fakeBridge } from '../../support/fake-bridge';

const [oldId, presentId] = ['!old:example.org' as RoomId, '!present:example.org' as RoomId];
const messageId = 'mid' as RocketChatMessageId;
const forbidden = new HomeserverError('M_FORBIDDEN', 403, 'no power');
const refusedRedaction = new FederationError('redaction-refused');
const away = new HomeserverError('UNREACHABLE', undefined, 'no answer');

/** @returns what a change throws whose request fails so */
async function failureIn(roomId: RoomId | undefined, error: Error): Promise<unknown> {
	const { bridge } = fakeBridge({});
	if (roomId) {
		await bridge.store.messages.add({
			...{ matrixId: '$a' as EventId, rocketChatId: messageId, roomId, part: 0 },
		});
	}
	return changeInItsRoom(bridge, messageId, presentId, () => Promise.reject(error)).catch(
		(thrown: unknown) => thrown,
	);
}

describe('a change of a message that is in an older Matrix room', () => {
	for (const error of [forbidden, refusedRedaction]) {
		it(`is refused with the reason that the room was moved, after ${error.message}`, async () => {
			expect(await failureIn(oldId, error)).to.include({ code: 'message-in-old-room' });
		});
	}

	it('fails as any other does if the homeserver is away', async () => {
		expect(await failureIn(oldId, away)).to.equal(away);
	});

	for (const [where, roomId] of [
		['in the present Matrix room', presentId],
		['not on Matrix', undefined],
	] as const) {
		it(`is refused as it was if the message is ${where}`, async () => {
			expect(await failureIn(roomId, forbidden)).to.equal(forbidden);
			expect(await failureIn(roomId, refusedRedaction)).to.equal(refusedRedaction);
		});
	}

	it('goes on if nothing refuses it', async () => {
		const { bridge } = fakeBridge({});
		expect(await changeInItsRoom(bridge, messageId, presentId, async () => 'done')).to.equal('done');
	});
});
