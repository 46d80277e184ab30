import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import { admitGhost } from '../../people/members/admit-ghost';
import { wasEndedSince } from '../../people/members/ended-membership';
import { ghostsIn } from '../../people/members/reader';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RoomLink } from '../../store/store';

/** Something that a local user does in a federated room. */
interface MembersAct {
	readonly link: RoomLink;
	/** Whose ghost sends it; undefined if their account was deleted. */
	readonly sender: RocketChatUser | undefined;
}

/**
 * Sends to Matrix what a local user does in a federated room. A ghost that is not in the Matrix room joins it first: in a large room
 * they join when they are needed.
 * @throws FederationError `room-gone-there`, `room-moved-away`, `room-now-encrypted`; `removed-on-matrix` or `may-not-write-there`
 * if the Matrix room does not let the user write; what `send` throws
 */
export async function sendAsMember<Result>(
	bridge: ConfiguredBridge,
	{ link, sender }: MembersAct,
	send: () => Promise<Result>,
): Promise<Result> {
	if (link.isGone) {
		throw new FederationError('room-gone-there');
	}
	if (link.replacedBy) {
		throw new FederationError('room-moved-away');
	}
	if (link.access?.includes('encrypted')) {
		throw new FederationError('room-now-encrypted');
	}
	try {
		return await send();
	} catch (error) {
		if (!isErrcode(error, 'M_FORBIDDEN') || !sender) {
			throw error;
		}
		await admit(bridge, link, sender, error);
		return send();
	}
}

/**
 * Has the ghost of a local user join the room in which the homeserver forbids it to write.
 * @throws FederationError `removed-on-matrix` or `may-not-write-there`
 */
async function admit(
	bridge: ConfiguredBridge,
	link: RoomLink,
	sender: RocketChatUser,
	cause: unknown,
): Promise<void> {
	const { homeserver, store, people } = bridge;
	const { matrixId: roomId, rocketChatId } = link;
	const ghostId = await ensureGhost(bridge, sender);
	const [reader = ghostId] = (await ghostsIn(bridge, link)).filter((other) => other !== ghostId);
	try {
		if ((await homeserver.members.membership(reader, roomId, ghostId)) === 'join') {
			throw new FederationError('may-not-write-there', {}, { cause });
		}
		// Who was taken out of the room in Rocket.Chat meanwhile must not come back for what was written before.
		const isMember = await people.isMemberOf(sender.id, rocketChatId);
		if (!isMember || (await isRemovedThere(bridge, roomId, ghostId, reader))) {
			throw new FederationError('removed-on-matrix', {}, { cause });
		}
		if (!(await store.members.of(roomId)).has(ghostId)) {
			await store.members.begin(roomId, ghostId, 'here');
		}
		await admitGhost(bridge, roomId, ghostId, { reader });
	} catch (error) {
		throw isErrcode(error, 'M_FORBIDDEN')
			? new FederationError('removed-on-matrix', {}, { cause })
			: error;
	}
	await store.members.settle(roomId, new Map([[ghostId, true]]));
}

/**
 * @returns whether others have removed a ghost on Matrix, and that was not carried over yet. Whoever was added here since, or is to join
 * for the first time, has an older removal or none
 */
async function isRemovedThere(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	ghostId: UserId,
	reader: UserId,
): Promise<boolean> {
	const { members } = bridge.store;
	const move = (await members.movesOf(roomId)).get(ghostId);
	const isAgreed = (await members.of(roomId)).has(ghostId);
	const since = isAgreed ? 0 : move?.madeOn === 'here' ? move.begunAt : Infinity;
	return since < Infinity && wasEndedSince(bridge, roomId, ghostId, { reader, since });
}
