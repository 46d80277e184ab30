import type { ConfiguredBridge } from '../../configured-bridge';
import { messageIdOf } from '../../convert/message-id';
import type { TextKey } from '../../i18n';
import type { RoomEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import type { UserId } from '../../matrix/ids';
import { isPulledInvitation } from '../../matrix/sync';
import { botUsernameOf } from '../../people/bot-username';
import { isServerBlocked } from '../../people/server-gate';
import { localUserOf } from '../../people/local-user';
import { isDirectMessageEncrypted } from '../../rocketchat/encryption';
import { planLacks } from '../../plan/features';
import type { RocketChatUser } from '../../rocketchat/entities';
import { isFederatedRoom } from '../../store/links';
import { invitationIdOf } from '../../store/invitation-id';
import { isAnswering, isPending, type StoredInvitation } from '../../store/invitations';
import { confirmAnswer } from './answer';
import { KEPT_DAYS } from './card';
import { declineBlocked } from './decline-blocked';
import { declineOnMatrix } from './decline';
import { followInvitation } from '../rooms/upgrade';
import { cardFor, isOfServer, MAX_WAITING_OF_SERVER } from './groups';
import { isDirectMessageOfOthers } from './join';
import { inviteContentOf, type InviteContent } from './invite-event';
import { showInvitation } from './show';

const KEPT_MS = KEPT_DAYS * 86_400_000;

/** An invitation to a ghost of a local user. */
interface Invite {
	readonly event: RoomEvent;
	readonly ghostId: UserId;
	readonly user: RocketChatUser;
	readonly content: InviteContent;
}

/**
 * Declines an invitation to a ghost, joins the room, or asks the invited user by a card, as the setting `invite_policy` says.
 * The same invitation may come again: by push and by pull, and after a crash.
 * @throws HomeserverError, or what the host throws, if the event has to be handled again
 */
export async function receiveInvitation(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	ghostId: UserId,
): Promise<void> {
	const { store, configuration } = bridge;
	const place = { ghostId, roomId: event.roomId };
	const user = await localUserOf(bridge, ghostId);
	if (!user) {
		return declineOnMatrix(bridge, place, 'decline_nobody');
	}
	const known = await store.invitations.byId(invitationIdOf(event.roomId, ghostId));
	const content = await knownContent(bridge, event, known);
	const invite: Invite = { event, ghostId, user, content };
	// First: a late copy of an invitation that was accepted must not make the ghost leave the room.
	if (known && (await isAnswered(bridge, known, event))) {
		return;
	}
	if (isServerBlocked(bridge, event.sender)) {
		return declineBlocked(bridge, place, known);
	}
	const { predecessor } = invite.content;
	if (predecessor && (await followInvitation(bridge, place, user, predecessor))) {
		return;
	}
	const reason = await reasonToDecline(bridge, invite);
	if (reason) {
		await declineOnMatrix(bridge, place, reason);
		if (known && isPending(known)) {
			await showInvitation(bridge, await store.invitations.put({ ...known, state: 'expired' }));
		}
		return;
	}
	if (known && isDeclinedLately(known) && known.inviter === event.sender) {
		return declineOnMatrix(bridge, place, 'decline_by_user');
	}
	const isAtOnce = configuration.invitePolicy === 'accept';
	// One after the other for each user: each invitation gets the next number and counts the others.
	const stored = await bridge.queues.run(`invitations ${user.id}`, 0, () =>
		storeInvitation(bridge, invite, known, isAtOnce),
	);
	if (!stored) {
		return declineOnMatrix(bridge, place, 'decline_too_many');
	}
	await showInvitation(bridge, isAtOnce ? await confirmAnswer(bridge, stored) : stored);
}

/**
 * Makes the card of an invitation say that the invitation was withdrawn.
 * @param ghostId the ghost that somebody else has removed from the room
 */
export async function withdrawInvitation(
	bridge: ConfiguredBridge,
	{ roomId }: RoomEvent,
	ghostId: UserId,
): Promise<void> {
	const { invitations } = bridge.store;
	const known = await invitations.byId(invitationIdOf(roomId, ghostId));
	if (known && isPending(known)) {
		await showInvitation(bridge, await invitations.put({ ...known, state: 'withdrawn' }));
	}
}

/** @returns whether nothing is left to do for an invitation that came before */
async function isAnswered(
	{ homeserver }: ConfiguredBridge,
	known: StoredInvitation,
	{ eventId }: RoomEvent,
): Promise<boolean> {
	if (known.eventId === eventId || known.state !== 'joined') {
		return known.eventId === eventId && !isPending(known);
	}
	const { ghostId, roomId } = known;
	try {
		return (await homeserver.members.membership(ghostId, roomId, ghostId)) === 'join';
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN')) {
			return false; // the person has left since, or was removed
		}
		throw error;
	}
}

/**
 * Stores a new invitation, or the repetition of a known one, which keeps its card if nobody has answered.
 * @returns undefined if too many invitations from the inviter's server wait for the user
 */
async function storeInvitation(
	{ store: { invitations }, instances }: ConfiguredBridge,
	{ event: { eventId, roomId, sender: inviter }, ghostId, user, content: { details } }: Invite,
	known: StoredInvitation | undefined,
	isAtOnce: boolean,
): Promise<StoredInvitation | undefined> {
	const id = invitationIdOf(roomId, ghostId);
	const others: StoredInvitation[] = [];
	for (const other of await invitations.ofUser(user.id)) {
		if (!isPending(other) && Date.now() - other.changedAt > KEPT_MS) {
			await invitations.remove(other);
		} else if (other.id !== id) {
			others.push(other);
		}
	}
	const keepsCard = known !== undefined && (isPending(known) || known.state === 'withdrawn');
	const waiting = others.filter((other) => isPending(other) && isOfServer(other, inviter));
	if (!keepsCard && waiting.length >= MAX_WAITING_OF_SERVER) {
		return undefined;
	}
	const card = keepsCard
		? { cardId: known.cardId, ...(known.group !== undefined && { group: known.group }) }
		: cardFor(others, inviter, messageIdOf(eventId));
	const state = isAtOnce ? 'joining' : known && isAnswering(known) ? known.state : 'open';
	return invitations.put({
		...{ id, roomId, ghostId, inviter, eventId, details, state, ...card },
		userId: user.id,
		number: known?.number ?? 1 + Math.max(0, ...others.map(({ number }) => number)),
		times: keepsCard && known.inviter === inviter ? known.times + (isRepeat(known, eventId) ? 1 : 0) : 1,
		...(isAtOnce && { isAtOnce }),
		at: Date.now(),
		by: instances.self,
	});
}

/** Whether somebody has invited again. The same invitation comes by push and by pull, with different ids. */
function isRepeat(known: StoredInvitation, eventId: string): boolean {
	return (
		known.state === 'withdrawn' ||
		(known.eventId !== eventId && isPulledInvitation(known.eventId) === isPulledInvitation(eventId))
	);
}

function isDeclinedLately({ state, changedAt }: StoredInvitation): boolean {
	return state === 'declined' && Date.now() - changedAt < KEPT_MS;
}

/**
 * @param known an earlier invitation to the same room. Clients mark only the first one as direct: `is_direct` of `/createRoom`
 * reaches the event, and `/invite` has no such parameter
 * @returns what an invitation tells, with what is known of its room
 */
async function knownContent(
	{ store }: ConfiguredBridge,
	event: RoomEvent,
	known: StoredInvitation | undefined,
): Promise<InviteContent> {
	const content = inviteContentOf(event);
	const link = await store.rooms.byMatrixId(event.roomId);
	const isRoom = link
		? isFederatedRoom(link)
		: known
			? (known.details.isRoom ?? false) && !content.isDirect
			: !content.isDirect;
	return { ...content, details: { ...content.details, ...(isRoom && { isRoom }) } };
}

/** @returns why an invitation is declined without asking the user; undefined if it is not */
async function reasonToDecline(
	bridge: ConfiguredBridge,
	{ event: { roomId, sender }, user, content: { details, isSpace } }: Invite,
): Promise<TextKey | undefined> {
	if (isSpace) {
		return 'decline_space';
	}
	if (details.isEncrypted) {
		return 'decline_encrypted';
	}
	if (details.isRoom) {
		return planLacks(await bridge.plan.tier(), 'federated_room') ? 'decline_plan' : undefined;
	}
	const usernames = [user.username, botUsernameOf(sender)];
	const isOfSeveral = await isDirectMessageOfOthers(bridge, roomId, usernames);
	if (isOfSeveral && planLacks(await bridge.plan.tier(), 'federated_room')) {
		return 'decline_plan';
	}
	return (await isDirectMessageEncrypted(bridge, usernames)) ? 'decline_encrypted_there' : undefined;
}
