import type { ConfiguredBridge } from '../../configured-bridge';
import { discussionLine } from '../../convert/discussion-line';
import { failureOf, withHostFailures } from '../../failure';
import { workspaceTexts } from '../../i18n';
import type { MessageText } from '../../matrix/events';
import type { RoomId } from '../../matrix/ids';
import { roomMembers } from '../../people/room-members';
import type { RocketChatRoom, RocketChatUser, StoredMessage } from '../../rocketchat/entities';
import { announcedDiscussion } from '../../rocketchat/message-fields';
import { linkedMatrixRoom } from './federated-room';
import { sendParts } from '../messages/parts';
import { sendToPartner } from '../direct-messages/partners';
import { bridgeRoom } from './bridge-room';
import { takeOut } from './new-room';

/**
 * Gives a discussion of a federated room a Matrix room of its own, and announces it in the Matrix room of its parent room by a line
 * with a link. The announcement here is linked with the one there, so that whoever deletes or answers it does so on both
 * sides. Doing it twice has the effect of doing it once.
 * @param announcement the system message in the parent room
 * @param user who has started the discussion
 * @param parentId the Matrix room of the parent room
 * @throws FederationError or HomeserverError if it is not federated; external people are taken out of it if it never will be
 */
export async function federateDiscussion(
	bridge: ConfiguredBridge,
	announcement: StoredMessage,
	user: RocketChatUser,
	parentId: RoomId,
): Promise<void> {
	const discussionId = announcedDiscussion(announcement);
	const discussion = discussionId && (await withHostFailures(() => bridge.rooms.byId(discussionId)));
	if (!discussion) {
		return; // it was deleted meanwhile
	}
	const act = { room: announcement.room, roomId: parentId, actor: user, sender: user };
	const matrixId = await matrixRoomOfDiscussion(bridge, discussion, user);
	await sendToPartner(bridge, act, () =>
		announce(bridge, { announcement, user, parentId }, discussion, matrixId),
	);
}

/**
 * @returns the Matrix room of a discussion, which is created if there is none
 * @throws FederationError or HomeserverError if there is none; external people are taken out of the discussion if there never will be
 */
export async function matrixRoomOfDiscussion(
	bridge: ConfiguredBridge,
	discussion: RocketChatRoom,
	user: RocketChatUser,
): Promise<RoomId> {
	const linked = await linkedMatrixRoom(bridge, discussion);
	if (linked) {
		return linked;
	}
	try {
		await bridge.plan.require('federated_room');
		const writtenSince = new Date(discussion.createdAt ?? Date.now()).getTime();
		return (await bridgeRoom(bridge, user, discussion, [], writtenSince)).matrixId;
	} catch (error) {
		const { kind } = failureOf(error);
		if (!kind.retryable && !kind.isOutage) {
			const { external } = await withHostFailures(() => roomMembers(bridge, discussion.id));
			await takeOut(bridge, discussion.id, external);
		}
		throw error;
	}
}

/** An announcement of a discussion. */
interface Announcement {
	readonly announcement: StoredMessage;
	readonly user: RocketChatUser;
	readonly parentId: RoomId;
}

async function announce(
	bridge: ConfiguredBridge,
	{ announcement, user, parentId }: Announcement,
	discussion: RocketChatRoom,
	roomId: RoomId,
): Promise<void> {
	if (await bridge.store.messages.byRocketChatId(announcement.id)) {
		return;
	}
	const line = discussionLineFor(bridge, discussion, roomId);
	await sendParts(bridge, { ...announcement, sender: user }, parentId, {
		outgoing: { parts: [line], related: { repliedTo: undefined, thread: undefined }, refusal: undefined },
		parts: [0],
		transactionId: (part) => `${announcement.id}.${part}`,
	});
}

/** @returns the line that announces a discussion on Matrix, in the workspace's language */
export function discussionLineFor(
	{ workspace, configuration }: ConfiguredBridge,
	{ displayName, slugifiedName }: Pick<RocketChatRoom, 'displayName' | 'slugifiedName'>,
	roomId: RoomId,
): MessageText {
	const name = displayName || slugifiedName;
	const told = workspaceTexts(workspace)('discussion_started');
	return discussionLine(told, { name, roomId, via: configuration.domain });
}
