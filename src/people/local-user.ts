import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { ConfiguredBridge } from '../configured-bridge';
import type { UserId } from '../matrix/ids';
import { isOwnMatrixUser, usernameOfGhost } from '../matrix/namespace';
import type { RocketChatUser } from '../rocketchat/entities';

/**
 * @param ghostId an id of the workspace's namespace; the ghost need not be registered yet
 * @returns the local user of a ghost; undefined if nobody has the name, or the user is deactivated, a bot, or has
 * another ghost since they had another name
 */
export async function localUserOf(
	{ store, people, configuration }: ConfiguredBridge,
	ghostId: UserId,
): Promise<RocketChatUser | undefined> {
	const link = await store.users.byMatrixId(ghostId);
	// The ghost of somebody who was deleted stands for nobody, although a new user may have the name.
	const isTaken = link !== undefined || (await store.retiredGhosts.byId(ghostId)) !== undefined;
	const user = isTaken
		? link && (await people.byId(link.rocketChatId))
		: await people.byUsername(usernameOfGhost(ghostId, configuration) ?? '');
	if (user?.type !== UserType.USER || !user.isEnabled) {
		return undefined;
	}
	// Somebody who was renamed keeps their ghost, so the one of the new name is not theirs.
	const own = link ? undefined : (await store.users.byRocketChatId(user.id))?.matrixId;
	return own === undefined || !isOwnMatrixUser(own, configuration) ? user : undefined;
}
