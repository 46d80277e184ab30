import { UserType } from '@rocket.chat/apps-engine/definition/users';
import { FederationError } from '../errors';
import { localpartFromUsername } from '../matrix/localpart';
import type { ConfiguredBridge } from '../configured-bridge';
import { localpartOf, userIdOf, type UserId } from '../matrix/ids';
import { isOwnMatrixUser, ghostIdOf, type Namespace } from '../matrix/namespace';
import type { RocketChatUser } from '../rocketchat/entities';
import { followLocalAvatar } from './ghost-avatar';
import { followLocalName, ghostNameOf } from './ghost-name';

type LocalUser = Pick<RocketChatUser, 'id' | 'username' | 'name'>;

/**
 * Finds the ghost of a local user, and registers it if there is none yet. A changed username keeps its ghost; a changed name
 * becomes that of the ghost, and so does a changed avatar soon after.
 * @returns the ghost's id
 * @throws HomeserverError if the homeserver does not register it; FederationError `username-too-long`
 */
export async function ensureGhost(bridge: ConfiguredBridge, user: LocalUser): Promise<UserId> {
	const { store, homeserver, configuration, userCreations } = bridge;
	const known = await store.users.byRocketChatId(user.id);
	if (known && isOwnMatrixUser(known.matrixId, configuration)) {
		await followLocalName(bridge, user, known);
		followLocalAvatar(bridge, user, known.matrixId);
		return known.matrixId;
	}
	const link = await userCreations.run(user.id, async () => {
		if (known) {
			await store.users.forget(known); // the prefix or the homeserver was changed since
		}
		const ghostId = await freeGhostId(bridge, user);
		await homeserver.accounts.register(localpartOf(ghostId));
		const name = ghostNameOf(user);
		await homeserver.accounts.setDisplayName(ghostId, name);
		return store.users.claim({ matrixId: ghostId, rocketChatId: user.id, name });
	});
	followLocalAvatar(bridge, user, link.matrixId);
	return link.matrixId;
}

/**
 * @returns the ghost of a user who may have been deleted; undefined if there is none. Deleted users have the type `unknown`,
 * and an external person's bot user may be one of them, so a ghost is not registered for them
 * @throws HomeserverError if the homeserver does not register the ghost of a user who exists
 */
export async function ghostOfSender(
	bridge: ConfiguredBridge,
	sender: RocketChatUser | undefined,
): Promise<UserId | undefined> {
	const { store, people, configuration } = bridge;
	if (!sender || people.isMadeByApp(sender)) {
		return undefined;
	}
	if (sender.type !== UserType.UNKNOWN) {
		return ensureGhost(bridge, sender);
	}
	const link = await store.users.byRocketChatId(sender.id);
	return link && isOwnMatrixUser(link.matrixId, configuration) ? link.matrixId : undefined;
}

/**
 * @returns the id that is made from the username; or one with the user's id in it, if that is or was the ghost of somebody who had
 * the username before: two people never share a ghost, and what one was invited to or wrote never passes to another
 */
async function freeGhostId({ store, configuration }: ConfiguredBridge, user: LocalUser): Promise<UserId> {
	const ghostId = possibleGhostId(user, configuration);
	const link = await store.users.byMatrixId(ghostId);
	const isFree = link ? link.rocketChatId === user.id : !(await store.retiredGhosts.byId(ghostId));
	return isFree
		? ghostId
		: userIdOf(`${localpartOf(ghostId)}.${localpartFromUsername(user.id)}`, configuration.domain);
}

/** @throws FederationError `username-too-long` if the ghost's id would be longer than Matrix allows */
function possibleGhostId({ username }: LocalUser, namespace: Namespace): UserId {
	try {
		return ghostIdOf(username, namespace);
	} catch (error) {
		throw error instanceof RangeError
			? new FederationError('username-too-long', { username: username.slice(0, 40) }, { cause: error })
			: error;
	}
}
