import { cleanDisplayName, nameWithId } from '../convert/display-name';
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

/** @returns the name that people here see of an external person; undefined if the person has no bot user */
export async function shownNameOf(
	{ store, people }: ConfiguredBridge,
	userId: UserId,
): Promise<string | undefined> {
	const link = await store.users.byMatrixId(userId);
	return link && (link.alias || (await people.byId(link.rocketChatId))?.name);
}

/**
 * Follows the name in a member event or in the state of a room. A name for one room only changes nothing: the profile decides.
 * @param displayName in that room; undefined if the person has none there
 * @param profile of the person; it is read only if the name in the room is not the one that is shown
 */
export async function followExternalName(
	bridge: ConfiguredBridge,
	userId: UserId,
	displayName: string | undefined,
	profile: () => Promise<Profile>,
): Promise<void> {
	const { store, people } = bridge;
	const link = await store.users.byMatrixId(userId);
	const botUser = link && (await people.byId(link.rocketChatId));
	if (!botUser) {
		return;
	}
	const shown = link.alias || botUser.name;
	const inRoom = cleanName(userId, displayName);
	if (inRoom === shown || (await distinctName(bridge, inRoom, userId)) === shown) {
		return;
	}
	const inProfile = cleanName(userId, (await profile()).displayname);
	const name = await distinctName(bridge, inProfile, userId);
	if (name === shown) {
		return;
	}
	await store.shownNames.release(shown, userId);
	await store.shownNames.claim(name, userId);
	const [stored = link] = await store.users.allByMatrixId(userId);
	await store.users.change({ ...stored, alias: name === botUser.name ? '' : name });
}

/** @returns the name as Rocket.Chat may show it; the localpart if there is nothing to show */
function cleanName(userId: UserId, displayName: unknown): string {
	return cleanDisplayName(typeof displayName === 'string' ? displayName : '') || localpartOf(userId);
}

/**
 * Tells a name from those of local people and of the external people who were seen first.
 * @param name cleaned already
 * @returns the name; with the id beside it if somebody else has the same
 */
async function distinctName(
	{ people, store }: ConfiguredBridge,
	name: string,
	userId: UserId,
): Promise<string> {
	return (await store.shownNames.isFree(name, userId))
		? people.distinctName(name, userId)
		: nameWithId(name, userId);
}

/** @returns the name of a new bot user, which is told from those of the external people who were seen before */
export async function firstNameOf(
	{ store }: ConfiguredBridge,
	userId: UserId,
	displayName: string,
): Promise<string> {
	const name = cleanName(userId, displayName);
	return (await store.shownNames.claim(name, userId)) ? name : nameWithId(name, userId);
}
