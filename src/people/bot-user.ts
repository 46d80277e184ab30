import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import { botUsernameOf } from './bot-username';
import type { ConfiguredBridge } from '../configured-bridge';
import { followFirstAvatar } from './external-avatar';
import { firstNameOf } from './external-name';
import { profileOr } from './profile';
import { isServerBlocked, serverBlocked } from './server-gate';
import type { UserId } from '../matrix/ids';
import type { RocketChatUserId } from '../rocketchat/ids';
import type { UserLink } from '../store/store';

/**
 * Finds the bot user of an external user, and creates it if there is none yet.
 * @param displayName if it is known already; otherwise the homeserver is asked
 * @returns the bot user's id
 * @throws FederationError `username-taken` if another user has the bot user's name; `server-blocked` if there is none yet and
 * the user's server is blocked
 */
export async function ensureBotUser(
	bridge: ConfiguredBridge,
	userId: UserId,
	displayName?: string,
): Promise<RocketChatUserId> {
	const { store, people, userCreations } = bridge;
	const known = await store.users.byMatrixId(userId);
	if (known) {
		await (known.isGone && comeBack(bridge, known));
		return known.rocketChatId;
	}
	if (isServerBlocked(bridge, userId) && !(await people.byUsername(botUsernameOf(userId)))) {
		throw serverBlocked([userId]);
	}
	const link = await userCreations.run(userId, async () => {
		const profile = displayName === undefined ? await profileOr(bridge, userId, {}) : undefined;
		const name = await firstNameOf(bridge, userId, displayName ?? profile?.displayname ?? '');
		const rocketChatId = await people.ensureBotUserNamed(botUsernameOf(userId), name);
		const claimed = await store.users.claim({ matrixId: userId, rocketChatId });
		followFirstAvatar(bridge, userId, profile);
		return claimed;
	});
	return link.rocketChatId;
}

/**
 * Lets the bot user of somebody whose account seemed to be gone write again. It stays deactivated, since no app can activate a
 * user; Rocket.Chat takes its messages all the same, but made the direct messages of two read-only
 * (apps/meteor/app/lib/server/functions/setUserActiveStatus.ts).
 */
async function comeBack({ store, people, rooms, log }: ConfiguredBridge, link: UserLink): Promise<void> {
	const { matrixId, rocketChatId } = link;
	for (const roomId of await people.roomIdsOf(rocketChatId)) {
		const room = await rooms.byId(roomId);
		if (room?.type === RoomType.DIRECT_MESSAGE && room.isReadOnly) {
			await rooms.setReadOnly(roomId, false);
		}
	}
	await store.users.change({ ...link, isGone: false });
	log.info('an external person is back whose account was gone', { userId: matrixId });
}
