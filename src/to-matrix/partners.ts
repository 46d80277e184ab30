import type { ConfiguredBridge } from '../configured-bridge';
import { FederationError } from '../errors';
import { isErrcode } from '../matrix/homeserver-error';
import type { RoomId, UserId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import { namesForCommand, roomMembers } from '../people/room-members';
import type { RocketChatRoom, RocketChatUser } from '../rocketchat/entities';
import { returnToRoom } from './inactive-members';

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
 * Sends to Matrix what a local user does in a direct message, if somebody there can read it. A ghost that left the room while
 * the account was deactivated is brought back.
 * @throws FederationError `partner-left` or `partners-left`; `removed-from-room` or `may-not-write` if the homeserver forbids
 * it; what `send` throws
 */
export async function sendToPartner<Result>(
	bridge: ConfiguredBridge,
	act: LocalAct,
	send: () => Promise<Result>,
): Promise<Result> {
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
		return (await homeserver.membership(ghostId, roomId, ghostId)) === 'join';
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN')) {
			return false;
		}
		throw error;
	}
}
