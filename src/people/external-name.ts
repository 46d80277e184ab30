import { cleanDisplayName } from '../convert/display-name';
import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import { localpartOf, type UserId } from '../matrix/ids';
import { findGhostInRoom } from './ghost-in-room';

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
 * Follows the name in a member event or in the state of a room. A name for one room only changes nothing: the profile decides,
 * if the homeserver can read it. What fails is done at a later message or change.
 * @param displayName in that room; undefined if the person has none there
 */
export async function followExternalName(
	bridge: ConfiguredBridge,
	userId: UserId,
	displayName: string | undefined,
): Promise<void> {
	await tryToFollow(bridge, userId, displayName).catch((error: unknown) => {
		bridge.log.failure('the name of an external person was not followed', failureOf(error), { userId });
	});
}

async function tryToFollow(
	bridge: ConfiguredBridge,
	userId: UserId,
	displayName: string | undefined,
): Promise<void> {
	const { store, people } = bridge;
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
	const inProfile = cleanName(userId, await profileName(bridge, userId, displayName));
	const name = await people.distinctName(inProfile, userId);
	if (name === shown) {
		return;
	}
	const [stored = link] = await store.users.allByMatrixId(userId);
	await store.users.change({ ...stored, alias: name === botUser.name ? '' : name });
}

/**
 * Checks the name of the sender of a new message, once since the app started: a change may have been missed while it was away.
 * The message is relayed in any case.
 */
export async function checkSenderName(
	bridge: ConfiguredBridge,
	{ sender, roomId, isNew }: Pick<RoomEvent, 'sender' | 'roomId' | 'isNew'>,
): Promise<void> {
	const { store, checkedNames, homeserver, log } = bridge;
	if (!isNew || checkedNames.has(sender) || !(await store.users.byMatrixId(sender))) {
		return;
	}
	checkedNames.add(sender);
	try {
		const room = await store.rooms.byMatrixId(roomId);
		const ghostId = room && (room.ghostId ?? (await findGhostInRoom(bridge, room.rocketChatId)));
		const member = ghostId && (await homeserver.member(ghostId, roomId, sender));
		if (member) {
			await followExternalName(bridge, sender, member.displayname);
		}
	} catch (error) {
		log.failure('the name of a sender could not be checked', failureOf(error), { userId: sender });
	}
}

/** @returns the name as Rocket.Chat may show it; the localpart if there is nothing to show */
function cleanName(userId: UserId, displayName = ''): string {
	return cleanDisplayName(displayName) || localpartOf(userId);
}

/** @returns the name in the profile; the one in the room if the homeserver cannot read the profile */
async function profileName(
	{ homeserver, log }: ConfiguredBridge,
	userId: UserId,
	inRoom: string | undefined,
): Promise<string | undefined> {
	try {
		return (await homeserver.profile(userId)).displayname;
	} catch (error) {
		log.failure('a display name could not be read', failureOf(error), { userId });
		return inRoom;
	}
}
