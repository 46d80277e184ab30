import { localpartFromUsername, usernameFromLocalpart } from './localpart';
import { localpartOf, serverOf, userIdOf, type ServerName, type UserId } from './ids';

/** The settings that determine which Matrix ids are ghosts of this workspace. */
export interface Namespace {
	/** The homeserver's `server_name`. */
	readonly domain: ServerName;
	/** The prefix of every ghost's localpart; may be empty. */
	readonly userPrefix: string;
	/** The localpart of the federation bot, `sender_localpart` of the registration. */
	readonly botLocalpart: string;
}

/** @returns the Matrix id of a local user's ghost */
export function ghostIdOf(username: string, namespace: Namespace): UserId {
	return userIdOf(namespace.userPrefix + localpartFromUsername(username), namespace.domain);
}

/** @returns the Matrix id of the federation bot */
export function botIdOf(namespace: Namespace): UserId {
	return userIdOf(namespace.botLocalpart, namespace.domain);
}

/** @returns the localpart of a ghost of nobody, whose registration tells whether the homeserver knows this prefix */
export function probeLocalpart({ userPrefix, botLocalpart }: Namespace): string {
	return userPrefix + botLocalpart;
}

/**
 * @returns whether the app controls the user: the federation bot, or an id of the registered namespace, which no other user can
 * have even if no username gives this id
 */
export function isOwnMatrixUser(userId: UserId, namespace: Namespace): boolean {
	return userId === botIdOf(namespace) || ghostLocalpart(userId, namespace) !== undefined;
}

/** @returns the Rocket.Chat username of a ghost's local user, or undefined if the id is no ghost's */
export function usernameOfGhost(userId: UserId, namespace: Namespace): string | undefined {
	const localpart = ghostLocalpart(userId, namespace);
	return localpart === undefined ? undefined : usernameFromLocalpart(localpart);
}

/** @returns the localpart behind the prefix; undefined if the id is outside the namespace of the registration file */
function ghostLocalpart(userId: UserId, namespace: Namespace): string | undefined {
	const localpart = localpartOf(userId);
	const rest = localpart.slice(namespace.userPrefix.length);
	const isInNamespace =
		serverOf(userId) === namespace.domain &&
		userId !== botIdOf(namespace) &&
		localpart.startsWith(namespace.userPrefix) &&
		/^[a-z0-9._=\-/+]+$/.test(rest);
	return isInNamespace ? rest : undefined;
}
