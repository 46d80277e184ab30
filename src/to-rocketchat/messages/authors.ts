import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import type { RoomEvent } from '../../matrix/events';
import type { UserId } from '../../matrix/ids';
import { ensureBotUser } from '../../people/bot-user';
import { roomMembers } from '../../people/room-members';
import { isFederatedRoom } from '../../store/links';
import type { RocketChatRoomId, RocketChatUserId } from '../../rocketchat/ids';

/** Who posts what somebody on Matrix wrote. */
export interface Author {
	readonly senderId: RocketChatUserId;
	/** Put in front of the text if somebody else posts it. */
	readonly prefix: string;
	/** Who wrote it, if somebody else posts it. */
	readonly guest?: UserId;
}

/**
 * Finds out who posts what a person wrote in a linked room. A *guest* is in the Matrix room of a direct message and no member of
 * the direct message in Rocket.Chat, where nobody can be added; another external person's bot user posts for them.
 */
export async function authorOf(
	bridge: ConfiguredBridge,
	{ roomId, sender }: Pick<RoomEvent, 'roomId' | 'sender'>,
	rocketChatRoomId: RocketChatRoomId,
): Promise<Author> {
	const room = await bridge.store.rooms.byMatrixId(roomId);
	const isGuest = room?.guests?.includes(sender) ?? false;
	const [host] = isGuest ? (await roomMembers(bridge, rocketChatRoomId)).external : [];
	return host
		? { senderId: await ensureBotUser(bridge, host), prefix: prefixOf(bridge, sender), guest: sender }
		: { senderId: await ensureBotUser(bridge, sender), prefix: '' };
}

/** @returns what stands in front of the text of a guest */
export function prefixOf({ workspace }: ConfiguredBridge, guest: UserId): string {
	return `${workspaceTexts(workspace)('guest_writes', { user: guest })}\n`;
}

/**
 * Notices a guest of whose coming the app did not hear, when Rocket.Chat refuses what they wrote.
 * @returns the line that says so; undefined if the person is no guest, or was one already
 */
export async function noticeUnknownGuest(
	bridge: ConfiguredBridge,
	{ roomId, sender }: Pick<RoomEvent, 'roomId' | 'sender'>,
): Promise<string | undefined> {
	const { store, workspace } = bridge;
	const found = await store.rooms.byMatrixId(roomId);
	const room = found && !isFederatedRoom(found) ? found : undefined;
	const members = room && (await roomMembers(bridge, room.rocketChatId));
	const isMember = members === undefined || members.external.includes(sender);
	if (!room || isMember || members.external.length === 0 || room.guests?.includes(sender)) {
		return undefined;
	}
	await store.rooms.change({ ...room, guests: [...(room.guests ?? []), sender] });
	return workspaceTexts(workspace)('guest_joined', { user: sender });
}
