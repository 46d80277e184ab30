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

/** @returns whether the app controls the user: a ghost, or the federation bot */
export function isOwnMatrixUser(userId: UserId, namespace: Namespace): boolean {
	return userId === botIdOf(namespace) || usernameOfGhost(userId, namespace) !== undefined;
}

/** @returns the Rocket.Chat username of a ghost's local user, or undefined if the id is no ghost's */
export function usernameOfGhost(userId: UserId, namespace: Namespace): string | undefined {
	const localpart = localpartOf(userId);
	const isInNamespace =
		serverOf(userId) === namespace.domain &&
		userId !== botIdOf(namespace) &&
		localpart.startsWith(namespace.userPrefix) &&
		localpart.length > namespace.userPrefix.length;
	return isInNamespace ? usernameFromLocalpart(localpart.slice(namespace.userPrefix.length)) : undefined;
}
