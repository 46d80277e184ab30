import { cleanDisplayName } from '../convert/display-name';
import type { ConfiguredBridge } from '../configured-bridge';
import type { Profile } from '../matrix/events';
import { localpartOf, type UserId } from '../matrix/ids';

/**
 * The names of external people. Rocket.Chat lets no app rename a user, so a bot user keeps the name with which it was
 * created. If the person has another name since, their messages carry that one as their alias.
 * Rocket.Chat: apps/meteor/app/apps/server/bridges/users.ts; engine, IUserUpdater
 */

/** @returns the name under which a person's messages are shown; undefined if it is that of the bot user */
export async function aliasOf({ store }: ConfiguredBridge, userId: UserId): Promise<string | undefined> {
	return (await store.users.byMatrixId(userId))?.alias || undefined;
}

/**
 * Follows the name in a member event or in the state of a room. A name for one room only changes nothing: the profile decides.
 * @param displayName in that room; undefined if the person has none there
 * @param profile of the person; it is read only if the name in the room is not the one that is shown
 */
export async function followExternalName(
	{ store, people }: ConfiguredBridge,
	userId: UserId,
	displayName: string | undefined,
	profile: () => Promise<Profile>,
): Promise<void> {
	const link = await store.users.byMatrixId(userId);
	const botUser = link && (await people.byId(link.rocketChatId));
	if (!botUser) {
		return;
	}
	const shown = link.alias || botUser.name;
	const inRoom = cleanName(userId, displayName);
	if (inRoom === shown || (await people.distinctName(inRoom, userId)) === shown) {
		return;
	}
	const inProfile = cleanName(userId, (await profile()).displayname);
	const name = await people.distinctName(inProfile, userId);
	if (name === shown) {
		return;
	}
	const [stored = link] = await store.users.allByMatrixId(userId);
	await store.users.change({ ...stored, alias: name === botUser.name ? '' : name });
}

/** @returns the name as Rocket.Chat may show it; the localpart if there is nothing to show */
function cleanName(userId: UserId, displayName: unknown): string {
	return cleanDisplayName(typeof displayName === 'string' ? displayName : '') || localpartOf(userId);
}
