import type { Progress } from './command';
import { dendrite } from './dendrite';
import { installedDendrite } from './dendrite-from-go';
import { givenHomeserver, useGivenHomeserver } from './given-homeserver';
import type { Homeserver, HomeserverOptions } from './homeserver';
import { softwareNamed, type HomeserverSoftware, type SoftwareName } from './homeserver-software';
import { installedSynapse } from './installed-synapse';
import { startLocalHomeserver } from './local-homeserver';
import { synapse } from './synapse';

/**
 * Starts the sandbox's homeserver. If the environment names one (`SANDBOX_HOMESERVER_URL`,
 * `SANDBOX_HOMESERVER_DOMAIN`, `SANDBOX_HOMESERVER_SECRET`), uses that one. Otherwise starts a Synapse or, if the options or
 * `SANDBOX_HOMESERVER` say so, a Dendrite. The first call installs it into `.sandbox`.
 * @throws Error that says what was tried and what to do
 */
export async function startHomeserver(options: HomeserverOptions): Promise<Homeserver> {
	const given = givenHomeserver(process.env);
	if (given) {
		return useGivenHomeserver(given, options);
	}
	return startLocalHomeserver(await installed(options.software, options.progress), options);
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
export async function prepareHomeserver(progress?: Progress, software?: SoftwareName): Promise<undefined> {
	if (!givenHomeserver(process.env)) {
		await installed(software, progress);
	}
	return undefined;
}

async function installed(software?: SoftwareName, progress?: Progress): Promise<HomeserverSoftware> {
	const name = software ?? softwareNamed(process.env.SANDBOX_HOMESERVER, 'SANDBOX_HOMESERVER');
	return name === 'dendrite'
		? dendrite(await installedDendrite(progress))
		: synapse(await installedSynapse(progress));
}
