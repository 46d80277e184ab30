import type { ConfiguredBridge } from '../../configured-bridge';
import { matrixStatusOf } from '../../convert/presence';
import type { LocalPresence } from '../../delivery/signs/presence-requests';
import { withHostFailures } from '../../failure';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RocketChatUserId } from '../../rocketchat/ids';

/**
 * Reads what people see of a user of the workspace. The user is looked up, other than in the event of the change: since 9.0 a
 * lookup hides the status of people whose status an administrator has switched off, and the event does not.
 * Rocket.Chat: apps/meteor/server/modules/apps/bridges/users.ts, `redactPresence`
 * @returns undefined if the user has no ghost, as bot users have none; nobody gets one by this
 * @throws FederationError
 */
export async function readPresence(
	{ store, people, configuration }: ConfiguredBridge,
	userId: RocketChatUserId,
): Promise<LocalPresence | undefined> {
	return withHostFailures(async () => {
		const link = await store.users.byRocketChatId(userId);
		if (!link || link.isGone || !isOwnMatrixUser(link.matrixId, configuration)) {
			return undefined;
		}
		const user = await people.byId(userId);
		return user && { ghostId: link.matrixId, status: matrixStatusOf(user) };
	});
}

/**
 * Tells the homeserver what people see of a ghost. Each instance of the server hears of each change, and the one that owns the
 * ghost tells it.
 * @returns whether it was told
 * @throws HomeserverError if the homeserver refused it
 */
export async function tellPresence(
	{ homeserver, homeserverState, instances }: ConfiguredBridge,
	{ ghostId, status }: LocalPresence,
): Promise<boolean> {
	if (!homeserverState.isUsable || !instances.owns(ghostId)) {
		return false;
	}
	await homeserver.signs.setPresence(ghostId, status);
	return true;
}
