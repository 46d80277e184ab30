import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import { HomeserverError, isErrcode } from '../matrix/homeserver-error';
import { serverOf, type UserId } from '../matrix/ids';
import { botIdOf, usernameOfGhost } from '../matrix/namespace';

/**
 * Checks that an external user exists and that their server answers, before anything is changed.
 * @returns their display name, if their server tells it
 * @throws FederationError `user-is-bot`, `user-is-ghost`, `user-unknown`, `server-denied`, `server-unreachable`
 */
export async function lookUpExternalUser(
	{ homeserver, configuration }: ConfiguredBridge,
	external: UserId,
): Promise<string | undefined> {
	if (external === botIdOf(configuration)) {
		throw new FederationError('user-is-bot', { user: external });
	}
	const username = usernameOfGhost(external, configuration);
	if (username !== undefined) {
		throw new FederationError('user-is-ghost', { user: external, username });
	}
	const server = serverOf(external);
	try {
		return (await homeserver.profile(external)).displayname;
	} catch (error) {
		// Synapse answers M_UNKNOWN with status 404 for a user who does not exist.
		if (error instanceof HomeserverError && error.status === 404) {
			throw new FederationError('user-unknown', { user: external, server }, { cause: error });
		}
		if (isErrcode(error, 'M_FORBIDDEN')) {
			// Synapse has no error code of its own for a server outside federation_domain_whitelist.
			if (/federation denied/i.test(error.reason)) {
				throw new FederationError('server-denied', { server }, { cause: error });
			}
			return undefined; // the server does not publish profiles
		}
		// Our homeserver answers with an error status if the other server failed. No answer at all is its own failure.
		const otherServerFailed =
			error instanceof HomeserverError && error.status !== undefined && error.isOutage;
		if (otherServerFailed && server !== configuration.domain) {
			throw new FederationError('server-unreachable', { server }, { cause: error });
		}
		throw error;
	}
}
