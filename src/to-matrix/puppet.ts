import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Federation } from '../federation';
import { localpartOf, type UserId } from '../matrix/ids';
import { puppetIdOf } from '../matrix/namespace';

/**
 * Gives a local user their puppet, registering it on first need. The link outlives a change of the username.
 * @returns the puppet's id
 * @throws HomeserverError where the homeserver does not register it
 */
export async function ensurePuppet(
	{ store, homeserver, configuration, arrivals }: Federation,
	user: Pick<IUser, 'id' | 'username' | 'name'>,
): Promise<UserId> {
	const known = await store.users.byRocketChatId(user.id);
	if (known) {
		return known.matrixId;
	}
	const puppetId = puppetIdOf(user.username, configuration);
	const link = await arrivals.run(puppetId, async () => {
		await homeserver.register(localpartOf(puppetId));
		await homeserver.setDisplayName(puppetId, user.name || user.username);
		return store.users.claim({ matrixId: puppetId, rocketChatId: user.id, kind: 'puppet' });
	});
	return link.matrixId;
}
