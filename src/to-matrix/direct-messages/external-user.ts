import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import type { Profile } from '../../matrix/events';
import { HomeserverError, isErrcode } from '../../matrix/homeserver-error';
import { localpartOf, serverOf, userIdOf, type UserId } from '../../matrix/ids';
import { botIdOf, usernameOfGhost } from '../../matrix/namespace';
import { requireAllowedServers } from '../../people/server-gate';
import { localUserOf } from '../../people/local-user';
import { hasProfile, isUnknownPerson } from '../../people/profile';
import type { RocketChatUser } from '../../rocketchat/entities';
import { existsWhenAsked } from './unused-ghost';

/**
 * Corrects capitals in a typed id. The ids of today's users are in lower case, but historical ids may
 * have capitals (Matrix specification, Appendices, "User Identifiers"), so the id as it was typed is tried first.
 * @param typed with its server in lower case
 * @returns the id in lower case if only that one exists; otherwise the id as it was typed
 * @throws FederationError `server-blocked`, before the server is asked
 */
export async function correctCase(bridge: ConfiguredBridge, typed: UserId): Promise<UserId> {
	const { domain } = bridge.configuration;
	requireAllowedServers(bridge, [typed]);
	const localpart = localpartOf(typed);
	// The homeserver's own name may have capitals, as its administrator has entered it.
	const server = serverOf(typed) === domain.toLowerCase() ? domain : serverOf(typed);
	const userId = userIdOf(localpart, server);
	const lowerCase = userIdOf(localpart.toLowerCase(), server);
	if (lowerCase === userId || (await isKnown(bridge, userId)) !== false) {
		return userId;
	}
	return (await isKnown(bridge, lowerCase)) ? lowerCase : userId;
}

/** @returns undefined if the user's server does not say */
async function isKnown(bridge: ConfiguredBridge, userId: UserId): Promise<boolean | undefined> {
	return hasProfile(bridge, userId).catch(() => undefined);
}

/**
 * Checks that an external user exists and that their server answers, before anything is changed.
 * @returns their display name, if their server publishes it
 * @throws FederationError `user-is-bot`, `user-is-ghost`, `user-unknown`, `server-blocked`, `server-denied`, `server-unreachable`
 */
export async function lookUpExternalUser(
	bridge: ConfiguredBridge,
	external: UserId,
): Promise<string | undefined> {
	const { configuration } = bridge;
	if (external === botIdOf(configuration)) {
		throw new FederationError('user-is-bot', { user: external });
	}
	const username = usernameOfGhost(external, configuration);
	if (username !== undefined) {
		// Somebody who was renamed has another id than their name says.
		const user = (await localUserOf(bridge, external)) ?? (await colleagueNamed(bridge, username));
		throw user
			? new FederationError('user-is-ghost', { user: external, username: user.username })
			: new FederationError('ghost-of-nobody', { user: external, username });
	}
	requireAllowedServers(bridge, [external]);
	try {
		return (await bridge.homeserver.accounts.profile(external)).displayname;
	} catch (error) {
		return (await profileInstead(bridge, external, error)).displayname;
	}
}

/**
 * @param error why the profile could not be read
 * @returns the profile that counts all the same: an empty one if the server publishes none
 * @throws FederationError `user-unknown`, `server-denied`, `server-unreachable`; any other error as it is
 */
async function profileInstead(bridge: ConfiguredBridge, external: UserId, error: unknown): Promise<Profile> {
	const { domain } = bridge.configuration;
	const server = serverOf(external);
	if (isUnknownPerson(error)) {
		if (server === domain && (await existsWhenAsked(bridge, external))) {
			return bridge.homeserver.accounts.profile(external);
		}
		throw new FederationError('user-unknown', { user: external, server }, { cause: error });
	}
	if (isErrcode(error, 'M_FORBIDDEN')) {
		// Synapse has no error code of its own for a server outside federation_domain_whitelist.
		if (/federation denied/i.test(error.reason)) {
			throw new FederationError('server-denied', { server }, { cause: error });
		}
		return {};
	}
	// Our homeserver answers with an error status if the other server failed. No answer at all is a failure of our
	// homeserver.
	const otherServerFailed =
		error instanceof HomeserverError && error.ownStatus !== undefined && error.isOutage;
	throw otherServerFailed && server !== domain
		? new FederationError('server-unreachable', { server }, { cause: error })
		: error;
}

async function colleagueNamed(
	{ people }: ConfiguredBridge,
	username: string,
): Promise<RocketChatUser | undefined> {
	const user = await people.byUsername(username);
	return user?.type === UserType.USER && user.isEnabled ? user : undefined;
}
