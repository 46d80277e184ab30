import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import { HomeserverError, isErrcode } from '../matrix/homeserver-error';
import { serverOf, type UserId } from '../matrix/ids';
import { botIdOf, usernameOfGhost } from '../matrix/namespace';

/**
 * Makes sure before anything is changed that an external person exists and their server answers.
 * @returns their display name, as far as their server tells
 * @throws FederationError with a sentence of its own where they cannot be reached
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
		// Synapse answers M_UNKNOWN with this status for somebody who is not there.
		if (error instanceof HomeserverError && error.status === 404) {
			throw new FederationError('user-unknown', { user: external, server }, { cause: error });
		}
		if (isErrcode(error, 'M_FORBIDDEN')) {
			// Synapse has no code of its own for a server it may not speak with (federation_domain_whitelist).
			if (/federation denied/i.test(error.reason)) {
				throw new FederationError('server-denied', { server }, { cause: error });
			}
			return undefined; // a server may keep its profiles to itself
		}
		// Our own homeserver answers that it could not ask the other one; silence is our own homeserver's.
		const otherServerFailed =
			error instanceof HomeserverError && error.status !== undefined && error.isOutage;
		if (otherServerFailed && server !== configuration.domain) {
			throw new FederationError('server-unreachable', { server }, { cause: error });
		}
		throw error;
	}
}
