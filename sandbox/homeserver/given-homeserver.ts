import type { Homeserver, HomeserverOptions } from './homeserver';
import { registerUser } from './register-user';

/** A homeserver that somebody else runs. */
interface GivenHomeserver {
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
 * @param environment `process.env`
 * @returns the homeserver that the environment names; undefined if it names none
 * @throws Error if only some of the three variables are set
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
			'Set all three variables. Set none of them to use a Synapse that the sandbox installs and starts.',
	);
}

/**
 * Checks that the homeserver answers, and registers users on it. Does not start, stop or restart it.
 * @throws Error if its address does not answer as a homeserver does
 */
export async function useGivenHomeserver(
	given: GivenHomeserver,
	options: HomeserverOptions,
): Promise<Homeserver> {
	const versions = `${given.url}/_matrix/client/versions`;
	const answer = await fetch(versions).catch((error: unknown) => error);
	if (!(answer instanceof Response) || !answer.ok) {
		const reason = answer instanceof Response ? `status ${answer.status}` : reasonOf(answer);
		throw new Error(`No homeserver answers at ${versions} (${variables.url}): ${reason}.`);
	}
	const showAdvice = () => options.progress?.(loadingAdvice(given.url, options.registrationFiles));
	showAdvice();
	return {
		url: given.url,
		serverName: given.serverName,
		origin: 'given by the environment',
		register: (localpart, password) =>
			registerUser(given.url, given.sharedSecret, { localpart, password }),
		registerAdministrator: (localpart, password) =>
			registerUser(given.url, given.sharedSecret, { localpart, password, isAdmin: true }),
		stop: async () => undefined,
		restart: async () => showAdvice(),
	};
}

/** @returns what the user has to do by hand: the sandbox cannot restart a homeserver that somebody else runs */
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
