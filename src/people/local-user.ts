import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { ConfiguredBridge } from '../configured-bridge';
import type { UserId } from '../matrix/ids';
import { usernameOfGhost } from '../matrix/namespace';
import type { RocketChatUser } from '../rocketchat/entities';

/**
 * @param ghostId an id of the workspace's namespace
 * @returns the person of the workspace it stands for, whether or not the ghost is there yet; undefined where
 * nobody is, or somebody deactivated, or a bot
 */
export async function localUserOf(
	{ store, people, configuration }: ConfiguredBridge,
	ghostId: UserId,
): Promise<RocketChatUser | undefined> {
	const link = await store.users.byMatrixId(ghostId);
	const linked = link && (await people.byId(link.rocketChatId));
	// Somebody new may have the name of somebody who is gone.
	const user = linked ?? (await people.byUsername(usernameOfGhost(ghostId, configuration) ?? ''));
	return user?.type === UserType.USER && user.isEnabled ? user : undefined;
}
