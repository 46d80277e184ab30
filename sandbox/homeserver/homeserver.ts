import type { Certificate } from './certificate';
import type { Progress } from './command';
import type { SoftwareName } from './homeserver-software';

export interface HomeserverOptions {
	/** Holds configuration, database, media and log. Created if it is missing; its contents survive a restart. */
	readonly directory: string;
	/** Which homeserver to start; not used if the environment names one. By default what `SANDBOX_HOMESERVER` says. */
	readonly software?: SoftwareName | undefined;
	/** Where the homeserver listens on 127.0.0.1; 0: any free port. */
	readonly port: number;
	/** The domain of its user ids. It cannot change later: the database in `directory` is bound to it. */
	readonly serverName: string;
	/** Paths of application services' registration files; read again at each `restart`. */
	readonly registrationFiles: readonly string[];
	/** Names of the other servers it may federate with; none by default. */
	readonly federatesWith?: readonly string[];
	/** Where other homeservers of this machine reach it, whose server names end with such a port; nowhere by default. */
	readonly federation?: FederationListener;
	/** The version of new rooms; by default the software's own. Dendrite knows none above 11. */
	readonly roomVersion?: string;
	readonly progress?: Progress;
}

/** The place at which a homeserver listens for others, with TLS. */
interface FederationListener {
	/** On 127.0.0.1. The server name has to be `localhost:` and this port. */
	readonly port: number;
	/** The others have to trust it: all of them get the same one. */
	readonly certificate: Certificate;
}

export interface RegisteredUser {
	readonly userId: string;
	readonly accessToken: string;
}

/** A Matrix homeserver that the sandbox uses: one that it started, or one that somebody else runs. */
export interface Homeserver {
	/** Where clients and application services reach it. */
	readonly url: string;
	readonly serverName: string;
	/** Which homeserver this is, for display. */
	readonly origin: string;
	/**
	 * Registers a user through `/_synapse/admin/v1/register`. Logs in if the user exists already.
	 * @throws Error if the homeserver refuses, for example because an existing user has another password
	 */
	register(localpart: string, password: string): Promise<RegisteredUser>;
	/** The same for a user who may use the homeserver's administration API. */
	registerAdministrator(localpart: string, password: string): Promise<RegisteredUser>;
	/** Stops a homeserver that the sandbox started. A homeserver given by the environment keeps running. */
	stop(): Promise<void>;
	/** Stops the homeserver and starts it again, so that it reads the registration files again. */
	restart(): Promise<void>;
}
