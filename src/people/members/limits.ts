import type { ConfiguredBridge } from '../../configured-bridge';
import type { UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';

/**
 * External members that a federated room shows in Rocket.Chat without a need, each with a bot user. In a larger room the others
 * get theirs when they write, are invited or are removed.
 */
export const MAX_SHOWN_EXTERNALS = 100;

/**
 * Local members whose ghosts join the Matrix room at once. In a room with more of them, a ghost joins when its local user writes:
 * each takes several requests.
 */
export const MAX_JOINED_AT_ONCE = 100;

/** Members that are added to a room in one turn of its queue. A message of somebody who is not shown yet waits for one turn. */
export const MAX_ADDED_IN_A_TURN = 10;

/** Members on Matrix from which on a room is marked as large in lists: joining it takes the homeserver long, and much disk. */
export const LARGE_ROOM_MEMBERS = 10_000;

/** @returns whether a room with these members shows so many external people that others are shown only when there is a need */
export function showsNoMore(
	{ configuration }: Pick<ConfiguredBridge, 'configuration'>,
	members: ReadonlySet<UserId>,
): boolean {
	const externals = [...members].filter((id) => !isOwnMatrixUser(id, configuration));
	return externals.length >= MAX_SHOWN_EXTERNALS;
}
