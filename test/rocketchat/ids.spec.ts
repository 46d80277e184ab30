import { expect } from 'chai';
import type { RoomId } from '../../src/matrix/ids';
import { rocketChatMessage } from '../../src/rocketchat/entities';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import type { Messages } from '../../src/rocketchat/messages';

type TellRoom = Messages['tellRoom'];
type Tell = Messages['tell'];

/** The type checker checks these lines: each would compile if ids of different kinds were interchangeable. */
export function wrongIdsDoNotCompile(
	tellRoom: TellRoom,
	tell: Tell,
	ids: { matrixRoom: RoomId; room: RocketChatRoomId; user: RocketChatUserId; message: RocketChatMessageId },
): unknown {
	return [
		// @ts-expect-error a Matrix room is no room of Rocket.Chat
		tellRoom(ids.matrixRoom, 'x'),
		// @ts-expect-error a user is no room
		tellRoom(ids.user, 'x'),
		// @ts-expect-error a text is no id
		tellRoom('rid', 'x'),
		// @ts-expect-error the user comes before the room
		tell(ids.room, ids.user, 'x'),
		// @ts-expect-error a thread is named by a message
		tellRoom(ids.room, 'x', ids.room),
		tellRoom(ids.room, 'x', ids.message),
	];
}

describe('rocketChatMessage', () => {
	const message = { room: { id: 'rid' }, sender: { id: 'uid' } };

	it('is the message as the engine gives it', () => {
		const stored = { ...message, id: 'mid' };
		expect(rocketChatMessage(stored as never)).to.equal(stored);
	});

	it('is undefined for a message without an id, which is not stored', () => {
		expect(rocketChatMessage(message as never)).to.equal(undefined);
	});
});
