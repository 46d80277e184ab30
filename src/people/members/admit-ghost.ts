import type { ConfiguredBridge } from '../../configured-bridge';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';

/** Who invites a ghost into a room that lets in only who is invited. */
interface Inviters {
	/** The ghost of the local user who has added the person to the room. */
	readonly adder?: UserId | undefined;
	/** A ghost in the room that invites if nobody has added the person. Undefined if there is none. */
	readonly reader: UserId | undefined;
}

/**
 * Lets a ghost join a Matrix room. If only invited people may join, another ghost invites it first. If others have removed the
 * person before, only the person who adds them may invite them again, with their own power.
 * @throws HomeserverError `M_FORBIDDEN` if the room does not let it in
 */
export async function admitGhost(
	{ homeserver }: ConfiguredBridge,
	roomId: RoomId,
	ghostId: UserId,
	{ adder, reader }: Inviters,
): Promise<void> {
	try {
		await homeserver.members.join(ghostId, roomId);
		return;
	} catch (error) {
		const canBeInvited = isErrcode(error, 'M_FORBIDDEN') && reader !== undefined;
		const inviters = canBeInvited
			? (await wasRemoved(homeserver, roomId, ghostId, reader))
				? [adder]
				: [adder, reader]
			: [];
		if (!(await inviteAsFirst(homeserver, inviters, roomId, ghostId))) {
			throw error;
		}
	}
	await homeserver.members.join(ghostId, roomId);
}

/** Invites a ghost as the first who may do it. @returns whether it is invited */
async function inviteAsFirst(
	homeserver: ConfiguredBridge['homeserver'],
	inviters: readonly (UserId | undefined)[],
	roomId: RoomId,
	ghostId: UserId,
): Promise<boolean> {
	for (const inviter of inviters) {
		try {
			if (inviter !== undefined && inviter !== ghostId) {
				await homeserver.members.invite(inviter, roomId, ghostId);
				return true;
			}
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
		}
	}
	return false;
}

/** @returns whether others have removed the ghost from the room, or banned it */
async function wasRemoved(
	homeserver: ConfiguredBridge['homeserver'],
	roomId: RoomId,
	ghostId: UserId,
	reader: UserId,
): Promise<boolean> {
	const event = await homeserver.rooms.memberEvent(reader, roomId, ghostId);
	const { membership } = event?.content ?? {};
	return membership === 'ban' || (membership === 'leave' && event?.sender !== ghostId);
}
