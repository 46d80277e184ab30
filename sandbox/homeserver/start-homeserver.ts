import type { Progress } from './command';
import { givenHomeserver, useGivenHomeserver } from './given-homeserver';
import type { Homeserver, HomeserverOptions } from './homeserver';
import { installedSynapse } from './installed-synapse';
import { startSynapse } from './synapse';

/**
 * Starts the sandbox's homeserver. If the environment names one (`SANDBOX_HOMESERVER_URL`,
 * `SANDBOX_HOMESERVER_DOMAIN`, `SANDBOX_HOMESERVER_SECRET`), uses that one. Otherwise starts a Synapse, and installs it
 * into `.sandbox/synapse` at the first call.
 * @throws Error that says what was tried and what to do
 */
export async function startHomeserver(options: HomeserverOptions): Promise<Homeserver> {
	const given = givenHomeserver(process.env);
	if (given) {
		return useGivenHomeserver(given, options);
	}
	return startSynapse(await installedSynapse(options.progress), options);
}

/** @returns the address that `startHomeserver` will use; the app's settings need it before the homeserver runs */
export function addressOfHomeserver(
	port: number,
	serverName: string,
): {
	readonly url: string;
	readonly serverName: string;
	/** The environment names the homeserver. */
	readonly given: boolean;
} {
	const given = givenHomeserver(process.env);
	return given
		? { url: given.url, serverName: given.serverName, given: true }
		: { url: `http://127.0.0.1:${port}`, serverName, given: false };
}

/**
 * Installs what `startHomeserver` needs, so that the start itself is quick.
 * @throws Error that says what was tried and what to do
 */
export async function prepareHomeserver(progress?: Progress): Promise<undefined> {
	if (!givenHomeserver(process.env)) {
		await installedSynapse(progress);
	}
	return undefined;
}
