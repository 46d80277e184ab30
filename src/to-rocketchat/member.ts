import { objectIn } from '../convert/json';
import type { ConfiguredBridge } from '../configured-bridge';
import { translate, type TextKey } from '../i18n';
import { isInvitedOrJoined, type RoomEvent, type StateEvent } from '../matrix/events';
import { parseRoomId, parseUserId, type RoomId, type UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { ensureBotUser } from '../people/bot-user';
import { botUsernameOf } from '../people/bot-username';
import { ensureGhost } from '../people/ghost';
import { localUserOf } from '../people/local-user';
import type { RocketChatUser } from '../rocketchat/entities';
import { isDirectMessageEncrypted } from '../rocketchat/encryption';
import { relayDeparture, relayRemoval } from './departure';
import { relayEarlierMessages } from './earlier-messages';
import type { AnyRoomHandler } from './event-handler';
import { relayGuest, relayReadersIn } from './guests';
import { notifyOfInvitation } from './inviter-notice';
import { MEMBERS_OF_TWO } from './members-of-two';
import { followUpgrade } from './upgrade';

/** A change of a user's membership. */
interface MembershipChange {
	readonly member: UserId;
	readonly membership: unknown;
	/** Whether somebody leaves who was only invited. */
	readonly isDeclined: boolean;
	/** Whether an invitation is to a direct message. */
	readonly isDirect: boolean;
	/** Of an invitation: the room that the new one replaces, as the state that comes with it says. */
	readonly predecessor: RoomId | undefined;
	/** Whether the state that comes with an invitation says that the room is encrypted. */
	readonly isEncrypted: boolean;
}

/** An invitation to a ghost. */
interface Invitation extends MembershipChange {
	readonly event: RoomEvent;
	readonly user: RocketChatUser;
}

/**
 * `m.room.member`: answers an invitation to a ghost, and says that somebody has left a direct message or was removed from
 * it. Every other change of membership is ignored in this version.
 * Client-Server API, "Room membership".
 */
export const member: AnyRoomHandler<MembershipChange> = {
	types: ['m.room.member'],
	stateKey: 'user id',
	parse({ stateKey, content, unsigned }) {
		const userId = parseUserId(stateKey);
		const state: unknown = unsigned.invite_room_state;
		const events = Array.isArray(state) ? state.map(objectIn) : [];
		const types = events.map(({ type }) => type);
		const create = events.find(({ type }) => type === 'm.room.create');
		const predecessor = objectIn(objectIn(create?.content).predecessor).room_id;
		return (
			userId && {
				member: userId,
				membership: content.membership,
				isDeclined:
					content.membership === 'leave' && objectIn(unsigned.prev_content).membership === 'invite',
				isDirect: content.is_direct === true,
				predecessor: parseRoomId(predecessor),
				isEncrypted: types.includes('m.room.encryption'),
			}
		);
	},
	async handle(bridge, event, change) {
		const isOwn = (userId: UserId) => isOwnMatrixUser(userId, bridge.configuration);
		if (!isOwn(change.member)) {
			await relayGuest(bridge, event, change.member, change.membership);
			await relayDeparture(bridge, event, change.member, change.membership, change.isDeclined);
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
	if (change.predecessor && (await followUpgrade(bridge, change.predecessor, event.roomId))) {
		return;
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
		return notifyOfInvitation(bridge, ghostId, user, event);
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
	const state = await homeserver.state(ghostId, roomId);
	const reason = reasonToLeave(state);
	if (reason) {
		return homeserver.leave(ghostId, roomId, translate(reason));
	}
	const rocketChatId = await rooms.ensureDirect(await ensureBotUser(bridge, sender), [user.username]);
	await rooms.mark(rocketChatId, roomId);
	await store.rooms.claim({ matrixId: roomId, rocketChatId, ghostId });
	await relayReadersIn(bridge, roomId, state);
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
