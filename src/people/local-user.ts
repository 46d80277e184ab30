import { UserType, type IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Federation } from '../federation';
import type { UserId } from '../matrix/ids';
import { usernameOfPuppet } from '../matrix/namespace';

/**
 * @param puppetId an id of the workspace's namespace
 * @returns the person of the workspace it stands for, whether or not the puppet is there yet; undefined where
 * nobody is, or somebody deactivated, or a bot
 */
export async function localUserOf(
	{ store, people, configuration }: Federation,
	puppetId: UserId,
): Promise<IUser | undefined> {
	const link = await store.users.byMatrixId(puppetId);
	const linked = link && (await people.byId(link.rocketChatId));
	// Somebody new may have the name of somebody who is gone.
	const user = linked ?? (await people.byUsername(usernameOfPuppet(puppetId, configuration) ?? ''));
	return user?.type === UserType.USER && user.isEnabled ? user : undefined;
}
