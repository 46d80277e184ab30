import { cleanDisplayName } from '../convert/display-name';
import { botUsernameOf } from './bot-username';
import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import { isServerBlocked, serverBlocked } from './server-gate';
import { localpartOf, type UserId } from '../matrix/ids';
import type { RocketChatUserId } from '../rocketchat/ids';

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
		return known.rocketChatId;
	}
	if (isServerBlocked(bridge, userId) && !(await people.byUsername(botUsernameOf(userId)))) {
		throw serverBlocked([userId]);
	}
	const link = await userCreations.run(userId, async () => {
		const given = displayName ?? (await displayNameOf(bridge, userId));
		const name = cleanDisplayName(given) || localpartOf(userId);
		const rocketChatId = await people.ensureBotUserNamed(botUsernameOf(userId), name);
		return store.users.claim({ matrixId: userId, rocketChatId });
	});
	return link.rocketChatId;
}

async function displayNameOf({ homeserver, log }: ConfiguredBridge, userId: UserId): Promise<string> {
	try {
		return (await homeserver.profile(userId)).displayname || localpartOf(userId);
	} catch (error) {
		// Their server may be down or publish no profiles. The message is relayed without the name.
		log.failure('a display name could not be read', failureOf(error), { userId });
		return localpartOf(userId);
	}
}
