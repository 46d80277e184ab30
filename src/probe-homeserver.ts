import type { ConfiguredBridge } from './configured-bridge';
import { FederationError } from './errors';
import { botIdOf, probeLocalpart } from './matrix/namespace';

/**
 * Checks that the homeserver answers, and that the app is to it what the settings say. With another domain the app would
 * take its own ghosts for strangers.
 * @throws HomeserverError; FederationError `not-configured` if the token is another user's
 */
export async function probeHomeserver({ homeserver, configuration, store }: ConfiguredBridge): Promise<void> {
	if ((await homeserver.whoami()) !== botIdOf(configuration)) {
		throw new FederationError('not-configured');
	}
	await homeserver.accounts.register(probeLocalpart(configuration));
	await store.doubtedConnection.forget();
}
