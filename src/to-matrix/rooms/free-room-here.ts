import type { ConfiguredBridge } from '../../configured-bridge';
import { withHostFailures } from '../../failure';
import { workspaceTexts } from '../../i18n';
import { botIdOf } from '../../matrix/namespace';
import { botUsernameOf } from '../../people/bot-username';
import { roomMembers } from '../../people/room-members';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import type { EndedRoom } from '../../store/ended-rooms';
import { markedMatrixRoom } from './federated-room';

/**
 * Makes a room in Rocket.Chat that was unlinked an ordinary one: it loses its mark and the bot users of people on Matrix, and a
 * line says so. To be called when its link is removed, or their leaving would be taken for a removal. Does nothing for a room that
 * was deleted, or that was linked anew meanwhile. Doing it twice has the effect of doing it once.
 */
export async function freeRoomHere(
	bridge: ConfiguredBridge,
	{ roomId: matrixId, rocketChatRoomId: roomId, unlinkedBy, at }: EndedRoom,
): Promise<void> {
	if (unlinkedBy === undefined) {
		return;
	}
	const { rooms, messages, people, workspace, configuration } = bridge;
	await withHostFailures(async () => {
		const room = await rooms.byId(roomId);
		if (!room || markedMatrixRoom(room) !== matrixId) {
			return;
		}
		const { external } = await roomMembers(bridge, roomId);
		for (const userId of external) {
			await rooms.removeMember(roomId, botUsernameOf(userId));
		}
		const bot = await people.bot();
		const text = workspaceTexts(workspace)('room_unlinked_here', { user: unlinkedBy });
		const messageId = `unlinked${at}${roomId}` as RocketChatMessageId;
		const origin = { messageId, eventId: matrixId, sender: botIdOf(configuration) };
		await messages.post({ roomId, senderId: bot.id, text, origin });
		await rooms.unmark(roomId);
	});
}
