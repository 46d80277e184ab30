import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Federation } from '../federation';
import { translate, type TextKey } from '../i18n';
import { objectIn, type RoomEvent, type StateEvent } from '../matrix/events';
import { parseUserId, type RoomId, type UserId } from '../matrix/ids';
import { isOurs } from '../matrix/namespace';
import { ensurePuppet } from '../to-matrix/puppet';
import { ensureGhost } from './ghost';
import { localUserOf } from './local-user';
import { postMessage } from './message';

/** How many events before the puppet's arrival are looked through. */
const EARLIER_MESSAGES = 100;

/** `m.room.member`. Client-Server API, "Room membership". */
export async function changeMembership(federation: Federation, event: RoomEvent): Promise<void> {
	const member = parseUserId(event.stateKey);
	const invitesUs =
		member !== undefined &&
		event.content.membership === 'invite' &&
		isOurs(member, federation.configuration);
	if (invitesUs && !isOurs(event.sender, federation.configuration)) {
		await answerInvitation(federation, event, member);
	}
}

async function answerInvitation(federation: Federation, event: RoomEvent, puppetId: UserId): Promise<void> {
	const { homeserver, store, rooms, configuration } = federation;
	const { roomId, sender } = event;
	if (await store.rooms.byMatrixId(roomId)) {
		return; // answered before
	}
	const decline = (reason: TextKey) => homeserver.leave(puppetId, roomId, translate(reason));

	const user = await localUserOf(federation, puppetId);
	if (!user) {
		return decline('decline_nobody');
	}
	if (event.content.is_direct !== true) {
		return decline('decline_not_direct');
	}
	if (invitedStateTypes(event).includes('m.room.encryption')) {
		return decline('decline_encrypted');
	}
	if (configuration.invitePolicy === 'ask') {
		return tellOfInvitation(federation, user, sender);
	}
	await ensurePuppet(federation, user);
	await homeserver.join(puppetId, roomId);
	const state = await homeserver.state(puppetId, roomId);
	if (state.some(({ type }) => type === 'm.room.encryption')) {
		return decline('decline_encrypted');
	}
	if (state.filter(isMember).length > 2) {
		return decline('decline_not_direct');
	}
	const rocketChatId = await rooms.ensureDirect(await ensureGhost(federation, sender), user.username);
	await rooms.mark(rocketChatId, roomId);
	await store.rooms.claim({ matrixId: roomId, rocketChatId });
	await carryEarlierMessages(federation, puppetId, roomId);
}

/**
 * The homeserver does not push what was written while the puppet was only invited; the first message of a direct
 * message usually is.
 */
async function carryEarlierMessages(federation: Federation, puppetId: UserId, roomId: RoomId): Promise<void> {
	const events = await federation.homeserver.latest(puppetId, roomId, EARLIER_MESSAGES);
	for (const event of events.filter(
		({ type, stateKey }) => type === 'm.room.message' && stateKey === undefined,
	)) {
		await postMessage(federation, event);
	}
}

/** Leaves the invitation open and says in the direct message with the federation bot how it can be accepted. */
async function tellOfInvitation(
	{ people, rooms, messages }: Federation,
	user: IUser,
	inviter: UserId,
): Promise<void> {
	const bot = await people.bot();
	const roomId = await rooms.ensureDirect(bot.id, user.username);
	await messages.post({ roomId, senderId: bot.id, text: translate('invitation_waits', { inviter }) });
}

function isMember({ type, content }: StateEvent): boolean {
	return type === 'm.room.member' && (content.membership === 'join' || content.membership === 'invite');
}

function invitedStateTypes({ unsigned }: RoomEvent): unknown[] {
	const state: unknown = unsigned.invite_room_state;
	return Array.isArray(state) ? state.map((event) => objectIn(event).type) : [];
}
