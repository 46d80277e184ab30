import { ghostUsernameOf } from '../convert/ghost-name';
import { failureOf } from '../failure';
import type { Federation } from '../federation';
import { localpartOf, type UserId } from '../matrix/ids';

/**
 * Gives an external user their ghost, making it on first need.
 * @param displayName as far as it is known already; asked for otherwise
 * @returns the ghost's Rocket.Chat id
 * @throws FederationError `username-taken` where somebody else has the ghost's name
 */
export async function ensureGhost(
	federation: Federation,
	userId: UserId,
	displayName?: string,
): Promise<string> {
	const { store, people, arrivals } = federation;
	const known = await store.users.byMatrixId(userId);
	if (known) {
		return known.rocketChatId;
	}
	const link = await arrivals.run(userId, async () => {
		const name = displayName ?? (await displayNameOf(federation, userId));
		const rocketChatId = await people.ensureGhost(ghostUsernameOf(userId), name);
		return store.users.claim({ matrixId: userId, rocketChatId, kind: 'ghost' });
	});
	return link.rocketChatId;
}

async function displayNameOf({ homeserver, log }: Federation, userId: UserId): Promise<string> {
	try {
		return (await homeserver.profile(userId)).displayname || localpartOf(userId);
	} catch (error) {
		// Their server may be down or keep its profiles to itself; the message is worth more than the name.
		log.failure('a display name could not be asked for', failureOf(error), { userId });
		return localpartOf(userId);
	}
}
