import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import { reasonToStop } from '../../people/readers';
import { serverBlocked } from '../../people/server-gate';
import { namesForCommand, roomMembers } from '../../people/room-members';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { returnToRoom } from './inactive-members';
import { isFederatedRoom } from '../../store/links';
import type { SenderNotice } from '../sender-notice';
import { mayOpen } from './opening-permission';
import { sendAsMember } from '../rooms/send-as-member';

/** Something that a local user does in a direct message. */
interface LocalAct {
	readonly room: Pick<RocketChatRoom, 'id'>;
	readonly roomId: RoomId;
	/** Undefined if their account was deleted. */
	readonly actor: RocketChatUser | undefined;
	/** Whose ghost sends it: the actor's, or the writer's of a message that the actor has edited. */
	readonly sender: RocketChatUser | undefined;
}

/**
 * Sends to Matrix what a local user does in a direct message, if somebody there can read it; or in a federated room. A ghost that
 * left the room while the account was deactivated is brought back.
 * @throws FederationError `server-blocked`; `partner-left` or `partners-left`; `removed-from-room` or `may-not-write` if the
 * homeserver forbids it; what `send` throws
 */
export async function sendToPartner<Result>(
	bridge: ConfiguredBridge,
	act: LocalAct,
	send: () => Promise<Result>,
): Promise<Result> {
	const link = await bridge.store.rooms.byMatrixId(act.roomId);
	if (link && isFederatedRoom(link)) {
		return sendAsMember(bridge, { ...act, link }, send);
	}
	await requireAllowedPartner(bridge, act);
	await requirePrivacy(bridge, act);
	await requirePartner(bridge, act);
	try {
		return await send();
	} catch (error) {
		if (
			isErrcode(error, 'M_FORBIDDEN') &&
			act.sender &&
			(await returnToRoom(bridge, act.roomId, act.sender))
		) {
			return send();
		}
		throw await explainForbidden(bridge, act, error);
	}
}

/**
 * Invites the external people of a direct message again, if all of them have left it on their own. This happens once: somebody who
 * leaves again, or declines, is invited only by the command.
 * @returns notices for the writer if people are invited again, and then the message waits; undefined if nobody is invited
 */
export async function invitePartnersAgain(
	bridge: ConfiguredBridge,
	{ room, roomId, actor }: LocalAct,
): Promise<readonly SenderNotice[] | undefined> {
	const { store, outgoing } = bridge;
	const link = await store.rooms.byMatrixId(roomId);
	const [user] = link?.departed ?? [];
	if (!link || !user || link.isInvitedByMessage || link.blocked?.isEverybody || !actor) {
		return undefined;
	}
	const { external, local } = await roomMembers(bridge, room.id);
	const others = external.length + local.length - 1;
	const isSomebodyThere = external.some((person) => !link.departed?.includes(person));
	if (isSomebodyThere || !(await mayOpen(bridge, actor, others))) {
		return undefined;
	}
	const isFirst = await store.openings.add({ roomId: room.id, userId: actor.id, at: Date.now() });
	outgoing.recovery.request(room.id);
	const text = others > 1 ? 'message_partners_invited' : 'message_partner_invited';
	return isFirst ? [{ text, parameters: { user } }] : [];
}

/**
 * Checks that not all external people of a direct message are on blocked servers. Costs no call: `BlockedServers` finds that
 * out when the lists change.
 * @throws FederationError `server-blocked`
 */
async function requireAllowedPartner({ store }: ConfiguredBridge, { roomId }: LocalAct): Promise<void> {
	const { blocked } = (await store.rooms.byMatrixId(roomId)) ?? {};
	if (blocked?.isEverybody) {
		throw serverBlocked(blocked.people);
	}
}

/**
 * Checks that the Matrix room of a direct message is still the one that its local people know. Costs no call while it is.
 * @throws FederationError `encrypted-on-matrix`; `others-read-along` if the setting `read_along` says to stop then
 */
async function requirePrivacy(bridge: ConfiguredBridge, { room, roomId, actor }: LocalAct): Promise<void> {
	const link = await bridge.store.rooms.byMatrixId(roomId);
	const code = link && reasonToStop(bridge, link);
	if (code) {
		const members = await roomMembers(bridge, room.id);
		throw new FederationError(code, { people: actor ? namesForCommand(members, actor.id) : '' });
	}
}

/**
 * Checks that somebody on Matrix can read what a local user sends. Costs no call while nobody has left.
 * @throws FederationError `partner-left` or `partners-left` if all external people have left the Matrix room
 */
async function requirePartner(bridge: ConfiguredBridge, { room, roomId, actor }: LocalAct): Promise<void> {
	const { departed = [] } = (await bridge.store.rooms.byMatrixId(roomId)) ?? {};
	const [first] = departed;
	if (!first) {
		return;
	}
	const members = await roomMembers(bridge, room.id);
	if (members.external.some((person) => !departed.includes(person))) {
		return;
	}
	const others = members.external.length + members.local.length - 1;
	throw others > 1
		? new FederationError('partners-left', { people: actor ? namesForCommand(members, actor.id) : '' })
		: new FederationError('partner-left', { user: first });
}

/**
 * Finds out why the homeserver forbids what a user does as their own ghost: the ghost was removed from the room, or it may
 * not write there.
 * @returns the reason; any other error, or one whose reason cannot be found out, as it is
 */
async function explainForbidden(bridge: ConfiguredBridge, act: LocalAct, error: unknown): Promise<unknown> {
	const { room, roomId, actor, sender } = act;
	if (!isErrcode(error, 'M_FORBIDDEN') || !actor || actor.id !== sender?.id) {
		return error;
	}
	try {
		if (await hasJoined(bridge, await ensureGhost(bridge, actor), roomId)) {
			return new FederationError('may-not-write', {}, { cause: error });
		}
		const people = namesForCommand(await roomMembers(bridge, room.id), actor.id);
		return new FederationError('removed-from-room', { people }, { cause: error });
	} catch {
		return error;
	}
}

/** A homeserver shows the state to somebody who was removed as it was then, or refuses to show it. */
async function hasJoined(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<boolean> {
	try {
		return (await homeserver.members.membership(ghostId, roomId, ghostId)) === 'join';
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN')) {
			return false;
		}
		throw error;
	}
}
