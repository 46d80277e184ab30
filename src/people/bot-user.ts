import { botUsernameOf } from './bot-username';
import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import { localpartOf, type UserId } from '../matrix/ids';
import type { RocketChatUserId } from '../rocketchat/ids';

/**
 * Gives an external user their bot user, making it on first need.
 * @param displayName as far as it is known already; asked for otherwise
 * @returns the bot user's Rocket.Chat id
 * @throws FederationError `username-taken` where somebody else has the bot user's name
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
	const link = await userCreations.run(userId, async () => {
		const name = displayName ?? (await displayNameOf(bridge, userId));
		const rocketChatId = await people.ensureBotUser(botUsernameOf(userId), name);
		return store.users.claim({ matrixId: userId, rocketChatId });
	});
	return link.rocketChatId;
}

async function displayNameOf({ homeserver, log }: ConfiguredBridge, userId: UserId): Promise<string> {
	try {
		return (await homeserver.profile(userId)).displayname || localpartOf(userId);
	} catch (error) {
		// Their server may be down or keep its profiles to itself; the message is worth more than the name.
		log.failure('a display name could not be asked for', failureOf(error), { userId });
		return localpartOf(userId);
	}
}
