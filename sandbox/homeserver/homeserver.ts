import { givenHomeserver, useGivenHomeserver } from './given-homeserver';
import { installedSynapse } from './installed-synapse';
import { startSynapse } from './synapse';
import type { Progress } from './command';

export interface HomeserverOptions {
	/** Holds configuration, database, media and log; made if it is missing. Its contents survive a restart. */
	readonly directory: string;
	/** Where the homeserver listens on 127.0.0.1; 0: any free port. */
	readonly port: number;
	/** The domain of its user ids. A directory belongs to one server name for good. */
	readonly serverName: string;
	/** Paths of application services' registration files; read again at each `restart`. */
	readonly registrationFiles: readonly string[];
	/** `strict`: Synapse's own limits on messages, invitations and joins; else nobody is held up. */
	readonly rateLimits?: 'generous' | 'strict';
	/** Names of other servers it may try to speak with; else none. */
	readonly federatesWith?: readonly string[];
	readonly progress?: Progress;
}

export interface RegisteredUser {
	readonly userId: string;
	readonly accessToken: string;
}

export interface Homeserver {
	/** Where clients and application services reach it. */
	readonly url: string;
	readonly serverName: string;
	/** Which homeserver this is, in words for a person. */
	readonly origin: string;
	/**
	 * Makes a user through `/_synapse/admin/v1/register`; one that exists already is logged in.
	 * @throws Error where the homeserver refuses, for example since the password of an existing user is another
	 */
	register(localpart: string, password: string, admin?: boolean): Promise<RegisteredUser>;
	/** Ends what was started. A homeserver given by the environment goes on. */
	stop(): Promise<void>;
	/** Stops and starts again with the registration files as they are now. */
	restart(): Promise<void>;
}

/**
 * Starts the sandbox's homeserver: the one that the environment names (`SANDBOX_HOMESERVER_URL`,
 * `SANDBOX_HOMESERVER_DOMAIN`, `SANDBOX_HOMESERVER_SECRET`), else a Synapse below `.sandbox/synapse`, installed at
 * the first call.
 * @throws Error that says what was tried and what to do
 */
export async function startHomeserver(options: HomeserverOptions): Promise<Homeserver> {
	const given = givenHomeserver(process.env);
	if (given) {
		return useGivenHomeserver(given, options);
	}
	return startSynapse(await installedSynapse(options.progress), options);
}

/** Where the homeserver will be that `startHomeserver` starts or finds; the app has to know before it runs. */
export function addressOfHomeserver(
	port: number,
	serverName: string,
): { readonly url: string; readonly serverName: string; /** By the environment. */ readonly given: boolean } {
	const given = givenHomeserver(process.env);
	return given
		? { url: given.url, serverName: given.serverName, given: true }
		: { url: `http://127.0.0.1:${port}`, serverName, given: false };
}

/** Installs what `startHomeserver` will need, so that it takes no time then. @throws as `startHomeserver` */
export async function prepareHomeserver(progress?: Progress): Promise<undefined> {
	if (!givenHomeserver(process.env)) {
		await installedSynapse(progress);
	}
	return undefined;
}
