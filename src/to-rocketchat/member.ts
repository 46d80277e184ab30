import { objectIn } from '../convert/json';
import { messageIdOf } from '../convert/message-id';
import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor, translate, type TextKey } from '../i18n';
import { isInvitedOrJoined, type RoomEvent, type StateEvent } from '../matrix/events';
import { parseUserId, type UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { ensureBotUser } from '../people/bot-user';
import { botUsernameOf } from '../people/bot-username';
import { followExternalName } from '../people/external-name';
import { ensureGhost } from '../people/ghost';
import { localUserOf } from '../people/local-user';
import type { RocketChatUser } from '../rocketchat/entities';
import { isDirectMessageEncrypted } from '../rocketchat/encryption';
import { relayDeparture, relayRemoval } from './departure';
import { relayEarlierMessages } from './earlier-messages';
import type { AnyRoomHandler } from './event-handler';
import { MEMBERS_OF_TWO } from './members-of-two';

/** A change of a user's membership. */
interface MembershipChange {
	readonly member: UserId;
	readonly membership: unknown;
	/** The name in this room; undefined if there is none. */
	readonly displayName: string | undefined;
	/** Whether an invitation is to a direct message. */
	readonly isDirect: boolean;
	/** Whether the state that comes with an invitation says that the room is encrypted. */
	readonly isEncrypted: boolean;
}

/** An invitation to a ghost. */
interface Invitation extends MembershipChange {
	readonly event: RoomEvent;
	readonly user: RocketChatUser;
}

/**
 * `m.room.member`: answers an invitation to a ghost, follows the names of external people, and says that somebody has left a
 * direct message or was removed from it. Every other change of membership is ignored in this version.
 * Client-Server API, "Room membership".
 */
export const member: AnyRoomHandler<MembershipChange> = {
	types: ['m.room.member'],
	stateKey: 'user id',
	parse({ stateKey, content, unsigned }) {
		const userId = parseUserId(stateKey);
		const state: unknown = unsigned.invite_room_state;
		const types = Array.isArray(state) ? state.map((event) => objectIn(event).type) : [];
		return (
			userId && {
				member: userId,
				membership: content.membership,
				displayName: typeof content.displayname === 'string' ? content.displayname : undefined,
				isDirect: content.is_direct === true,
				isEncrypted: types.includes('m.room.encryption'),
			}
		);
	},
	async handle(bridge, event, change) {
		const isOwn = (userId: UserId) => isOwnMatrixUser(userId, bridge.configuration);
		if (!isOwn(change.member)) {
			if (change.membership === 'join') {
				await followExternalName(bridge, change.member, change.displayName);
			}
			await relayDeparture(bridge, event, change.member, change.membership);
		} else if (isOwn(event.sender)) {
			return; // the app did it
		} else if (change.membership === 'invite') {
			await answerInvitation(bridge, event, change);
		} else {
			await relayRemoval(bridge, event, change.member, change.membership);
		}
	},
};

/** Declines an invitation, joins the room, or notifies the invited user, as the setting `invite_policy` says. */
async function answerInvitation(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	change: MembershipChange,
): Promise<void> {
	const { homeserver, configuration } = bridge;
	const { member: ghostId } = change;
	const decline = (reason: TextKey) => homeserver.leave(ghostId, event.roomId, translate(reason));
	const user = await localUserOf(bridge, ghostId);
	if (!user) {
		return decline('decline_nobody');
	}
	const invitation: Invitation = { ...change, event, user };
	const reason = (await isDirectMessageOfOthers(bridge, invitation))
		? 'decline_not_direct'
		: reasonToDecline(invitation);
	if (reason) {
		return decline(reason);
	}
	if (await isDirectMessageEncrypted(bridge, [user.username, botUsernameOf(event.sender)])) {
		return decline('decline_encrypted_there');
	}
	if (configuration.invitePolicy === 'ask') {
		return notifyOfInvitation(bridge, invitation);
	}
	await acceptInvitation(bridge, invitation);
}

/**
 * Joins and links the room. Idempotent, so that it resumes after a crash: joining twice has the effect of joining
 * once, and messages that were relayed have their links.
 */
async function acceptInvitation(
	bridge: ConfiguredBridge,
	{ member: ghostId, event: { roomId, sender }, user }: Invitation,
): Promise<void> {
	const { homeserver, rooms, store } = bridge;
	await ensureGhost(bridge, user);
	const writtenSince = Date.now();
	await homeserver.join(ghostId, roomId);
	const reason = reasonToLeave(await homeserver.state(ghostId, roomId));
	if (reason) {
		return homeserver.leave(ghostId, roomId, translate(reason));
	}
	const rocketChatId = await rooms.ensureDirect(await ensureBotUser(bridge, sender), [user.username]);
	await rooms.mark(rocketChatId, roomId);
	await store.rooms.claim({ matrixId: roomId, rocketChatId, ghostId });
	await bridge.outgoing.startRelaying(rocketChatId, roomId, writtenSince);
	await relayEarlierMessages(bridge, ghostId, roomId);
}

/** Whether the room is already the direct message of two other people. */
async function isDirectMessageOfOthers(
	{ store, rooms }: ConfiguredBridge,
	{ event: { roomId, sender }, user }: Invitation,
): Promise<boolean> {
	const link = await store.rooms.byMatrixId(roomId);
	return (
		link !== undefined &&
		(await rooms.directOf([user.username, botUsernameOf(sender)]))?.id !== link.rocketChatId
	);
}

function reasonToDecline({ isDirect, isEncrypted }: MembershipChange): TextKey | undefined {
	if (!isDirect) {
		return 'decline_not_direct';
	}
	return isEncrypted ? 'decline_encrypted' : undefined;
}

/** The state of the room can only be read after joining it. */
function reasonToLeave(state: readonly StateEvent[]): TextKey | undefined {
	if (state.some(({ type }) => type === 'm.room.encryption')) {
		return 'decline_encrypted';
	}
	const members = state.filter(
		({ type, content }) => type === 'm.room.member' && isInvitedOrJoined(content.membership),
	);
	return members.length > MEMBERS_OF_TWO ? 'decline_not_direct' : undefined;
}

/**
 * Leaves the invitation open and writes to the user, in the direct message with the federation bot, how to accept it.
 */
async function notifyOfInvitation(
	{ people, rooms, messages, workspace }: ConfiguredBridge,
	{ event: { eventId, sender }, user }: Invitation,
): Promise<void> {
	const bot = await people.bot();
	await messages.post({
		roomId: await rooms.ensureDirect(bot.id, [user.username]),
		senderId: bot.id,
		text: textsFor(user, workspace)('invitation_waits', { inviter: sender }),
		origin: { messageId: messageIdOf(eventId), eventId, sender },
	});
}
