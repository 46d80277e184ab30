import { localpartFromUsername } from '../matrix/localpart';
import type { ConfiguredBridge } from '../configured-bridge';
import { localpartOf, userIdOf, type UserId } from '../matrix/ids';
import { isOwnMatrixUser, ghostIdOf } from '../matrix/namespace';
import type { RocketChatUser } from '../rocketchat/entities';

type Person = Pick<RocketChatUser, 'id' | 'username' | 'name'>;

/**
 * Gives a local user their ghost, registering it on first need. The ghost outlives a change of the username.
 * @returns the ghost's id
 * @throws HomeserverError where the homeserver does not register it
 */
export async function ensureGhost(bridge: ConfiguredBridge, user: Person): Promise<UserId> {
	const { store, homeserver, configuration, userCreations } = bridge;
	const known = await store.users.byRocketChatId(user.id);
	if (known && isOwnMatrixUser(known.matrixId, configuration)) {
		return known.matrixId;
	}
	const link = await userCreations.run(user.id, async () => {
		if (known) {
			await store.users.forget(known); // of a prefix or homeserver that was changed since
		}
		const ghostId = await freeGhostId(bridge, user);
		await homeserver.register(localpartOf(ghostId));
		await homeserver.setDisplayName(ghostId, user.name || user.username);
		return store.users.claim({ matrixId: ghostId, rocketChatId: user.id });
	});
	return link.matrixId;
}

/**
 * The id that the username gives, unless it is the ghost of somebody who had the name before and still is here:
 * two people never share a ghost.
 */
async function freeGhostId(
	{ store, people, configuration }: ConfiguredBridge,
	user: Person,
): Promise<UserId> {
	const ghostId = ghostIdOf(user.username, configuration);
	const link = await store.users.byMatrixId(ghostId);
	if (!link || link.rocketChatId === user.id) {
		return ghostId;
	}
	if (await people.byId(link.rocketChatId)) {
		return userIdOf(`${localpartOf(ghostId)}.${localpartFromUsername(user.id)}`, configuration.domain);
	}
	await store.users.forget(link);
	return ghostId;
}
