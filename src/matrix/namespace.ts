import { localpartFromUsername, usernameFromLocalpart } from '../convert/localpart';
import { localpartOf, serverOf, userIdOf, type ServerName, type UserId } from './ids';

/** The part of the settings that says which Matrix ids are puppets of this workspace. */
export interface Namespace {
	/** The homeserver's `server_name`. */
	readonly domain: ServerName;
	/** What every puppet's localpart begins with; may be empty. */
	readonly userPrefix: string;
	/** The localpart of the federation bot, `sender_localpart` of the registration. */
	readonly botLocalpart: string;
}

/** @returns the Matrix id of a local user's puppet */
export function puppetIdOf(username: string, namespace: Namespace): UserId {
	return userIdOf(namespace.userPrefix + localpartFromUsername(username), namespace.domain);
}

/** @returns the Matrix id of the federation bot */
export function botIdOf(namespace: Namespace): UserId {
	return userIdOf(namespace.botLocalpart, namespace.domain);
}

/** @returns whether the id belongs to this workspace: a puppet, or the federation bot */
export function isOurs(userId: UserId, namespace: Namespace): boolean {
	return userId === botIdOf(namespace) || usernameOfPuppet(userId, namespace) !== undefined;
}

/** @returns the Rocket.Chat username that a puppet's id stands for, or undefined where the id is nobody's puppet */
export function usernameOfPuppet(userId: UserId, namespace: Namespace): string | undefined {
	const localpart = localpartOf(userId);
	const ours =
		serverOf(userId) === namespace.domain &&
		userId !== botIdOf(namespace) &&
		localpart.startsWith(namespace.userPrefix) &&
		localpart.length > namespace.userPrefix.length;
	return ours ? usernameFromLocalpart(localpart.slice(namespace.userPrefix.length)) : undefined;
}
