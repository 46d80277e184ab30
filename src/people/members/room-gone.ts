import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, withHostFailures } from '../../failure';
import { workspaceTexts } from '../../i18n';
import type { RoomId, UserId } from '../../matrix/ids';
import { botIdOf } from '../../matrix/namespace';
import type { RocketChatMessageId, RocketChatRoomId } from '../../rocketchat/ids';
import type { RoomLink } from '../../store/store';
import { wasRemovedByOthers } from './ended-membership';

/**
 * @param ghosts those that were in the room when both sides agreed last; none of them is in it any more
 * @returns whether the Matrix room is gone, as after the homeserver's administrator has shut it down: nobody has removed the
 * ghosts, and they have not left by the app. Synapse has the members leave by themselves then, and forgets the room
 */
export async function isRoomGone(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	ghosts: readonly UserId[],
): Promise<boolean> {
	for (const ghostId of ghosts) {
		if (await wasRemovedByOthers(bridge, roomId, ghostId)) {
			return false;
		}
	}
	return ghosts.length > 0;
}

/**
 * Ends the relaying of a room whose Matrix room is gone. The room in Rocket.Chat keeps its members and its messages, and a line
 * says why. It is archived; without a token for that, which no accessor does, it is read-only. Doing it twice has the effect of
 * doing it once.
 */
export async function closeRoomHere(bridge: ConfiguredBridge, link: RoomLink): Promise<void> {
	const { store, messages, people, workspace, configuration, log } = bridge;
	const { matrixId, rocketChatId } = link;
	const bot = await people.bot();
	const text = workspaceTexts(workspace)('room_gone_there');
	const messageId = `gone${rocketChatId}` as RocketChatMessageId;
	const origin = { messageId, eventId: matrixId, sender: botIdOf(configuration) };
	await withHostFailures(() => messages.post({ roomId: rocketChatId, senderId: bot.id, text, origin }));
	await endWriting(bridge, rocketChatId);
	await store.rooms.change({ ...link, isGone: true });
	log.info('a Matrix room is gone', { roomId: matrixId, rocketChatRoomId: rocketChatId });
}

async function endWriting(
	{ restRooms, rooms, log }: ConfiguredBridge,
	roomId: RocketChatRoomId,
): Promise<void> {
	try {
		if (await restRooms.isAvailable()) {
			await restRooms.archive(roomId);
			return;
		}
	} catch (error) {
		log.failure('a room whose Matrix room is gone could not be archived', failureOf(error), { roomId });
	}
	await withHostFailures(() => rooms.setReadOnly(roomId, true));
}
