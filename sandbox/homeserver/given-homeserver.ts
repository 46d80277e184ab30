import type { Homeserver, HomeserverOptions } from './homeserver';
import { registerUser } from './registration-of-users';

/** A homeserver that somebody else runs. */
export interface GivenHomeserver {
	readonly url: string;
	readonly serverName: string;
	/** Its `registration_shared_secret`. */
	readonly sharedSecret: string;
}

const variables = {
	url: 'SANDBOX_HOMESERVER_URL',
	serverName: 'SANDBOX_HOMESERVER_DOMAIN',
	sharedSecret: 'SANDBOX_HOMESERVER_SECRET',
} as const;

/**
 * @returns the homeserver that the environment names, or undefined where it names none
 * @throws Error where only some of the three variables are set
 */
export function givenHomeserver(
	environment: Readonly<Record<string, string | undefined>>,
): GivenHomeserver | undefined {
	const {
		[variables.url]: url,
		[variables.serverName]: serverName,
		[variables.sharedSecret]: sharedSecret,
	} = environment;
	if (url && serverName && sharedSecret) {
		return { url: url.replace(/\/+$/, ''), serverName, sharedSecret };
	}
	const names = Object.values(variables);
	const missing = names.filter((name) => !environment[name]);
	if (missing.length === names.length) {
		return undefined;
	}
	throw new Error(
		`A homeserver of your own needs ${names.join(', ')}; missing: ${missing.join(', ')}. ` +
			'Set all three, or none to have a Synapse installed and started here.',
	);
}

/**
 * Uses a homeserver that runs already. Starts and stops nothing.
 * @throws Error where nothing answers like a homeserver at its address
 */
export async function useGivenHomeserver(
	given: GivenHomeserver,
	options: HomeserverOptions,
): Promise<Homeserver> {
	const versions = `${given.url}/_matrix/client/versions`;
	const answer = await fetch(versions).catch((error: unknown) => error);
	if (!(answer instanceof Response) || !answer.ok) {
		const why = answer instanceof Response ? `status ${answer.status}` : reasonOf(answer);
		throw new Error(`No homeserver answers at ${versions} (${variables.url}): ${why}.`);
	}
	const ask = () => options.progress?.(loadingAdvice(given.url, options.registrationFiles));
	ask();
	return {
		url: given.url,
		serverName: given.serverName,
		origin: 'given by the environment',
		register: (localpart, password, admin = false) =>
			registerUser(given.url, given.sharedSecret, { localpart, password, admin }),
		stop: async () => undefined,
		restart: async () => ask(),
	};
}

/** What a person has to do by hand, since nobody else can restart their homeserver. */
export function loadingAdvice(url: string, registrationFiles: readonly string[]): string {
	if (registrationFiles.length === 0) {
		return `Using the homeserver at ${url}.`;
	}
	return (
		`The homeserver at ${url} must load ${registrationFiles.join(' and ')} ` +
		'(Synapse: app_service_config_files) and be restarted after each change of that file.'
	);
}

function reasonOf(error: unknown): string {
	const cause = error instanceof Error ? error.cause : undefined;
	return String(cause instanceof Error ? cause.message : error);
}
