import type { PreparedCommand } from './prepared-command';

/** The homeservers that the sandbox can install and start; the first one is the default. */
export const softwareNames = ['synapse', 'dendrite'] as const;

export type SoftwareName = (typeof softwareNames)[number];

/** What the configuration of a homeserver depends on. */
export interface HomeserverConfiguration {
	readonly serverName: string;
	readonly port: number;
	/** `registration_shared_secret`: whoever has it can register users (`/_synapse/admin/v1/register`). */
	readonly sharedSecret: string;
	/** Signs access tokens and forms. */
	readonly macaroonSecret: string;
	/** Names of registration files in the homeserver's directory. */
	readonly registrationFiles: readonly string[];
	/** Names of the other servers it may federate with. */
	readonly federatesWith: readonly string[];
	/** Where it listens for other homeservers of this machine, with the certificate in its directory. */
	readonly federationPort: number | undefined;
	/** The version of new rooms; undefined: the software's own. */
	readonly roomVersion: string | undefined;
}

/** An installed homeserver that can be configured in a directory and started there. */
export interface HomeserverSoftware {
	readonly name: SoftwareName;
	/** Name, version and source, for display. */
	readonly origin: string;
	/** Writes the configuration and, at the first time, the signing key into the directory. */
	configure(directory: string, configuration: HomeserverConfiguration): Promise<void>;
	/** @returns the command that runs it, with the directory as working directory */
	command(
		directory: string,
		ports: Pick<HomeserverConfiguration, 'port' | 'federationPort'>,
	): PreparedCommand;
}

/**
 * @param given the name that somebody entered; undefined or empty: the default
 * @param where it was entered, for the error
 * @throws Error if there is no such homeserver
 */
export function softwareNamed(given: string | undefined, where: string): SoftwareName {
	const name = softwareNames.find((each) => each === (given || softwareNames[0]).toLowerCase());
	if (!name) {
		throw new Error(`${where} is ${given ?? ''}; it has to be one of ${softwareNames.join(', ')}`);
	}
	return name;
}
