/** A workspace that somebody else runs, and an administrator's login. */
export interface GivenWorkspace {
	/** Without a slash at the end. */
	readonly url: string;
	readonly username: string;
	readonly password: string;
}

const variables = {
	url: 'SANDBOX_WORKSPACE_URL',
	username: 'SANDBOX_WORKSPACE_ADMIN',
	password: 'SANDBOX_WORKSPACE_PASSWORD',
} as const;

/**
 * @param environment `process.env`
 * @returns the workspace that the environment names; undefined if it names none
 * @throws Error if only some of the three variables are set
 */
export function givenWorkspace(
	environment: Readonly<Record<string, string | undefined>>,
): GivenWorkspace | undefined {
	const {
		[variables.url]: url,
		[variables.username]: username,
		[variables.password]: password,
	} = environment;
	if (url && username && password) {
		return { url: url.replace(/\/+$/, ''), username, password };
	}
	const names = Object.values(variables);
	const missing = names.filter((name) => !environment[name]);
	if (missing.length === names.length) {
		return undefined;
	}
	throw new Error(
		`A workspace of your own needs ${names.join(', ')}; missing: ${missing.join(', ')}. ` +
			'Set all three variables. Set none of them to use the workspace that the sandbox starts.',
	);
}

/** @returns the variables that name this workspace, as a shell reads them, in one line */
export function shownVariables(workspace: GivenWorkspace): string {
	return (['url', 'username', 'password'] as const)
		.map((part) => `${variables[part]}=${workspace[part]}`)
		.join(' ');
}

/**
 * Checks that a workspace answers at the address. Does not start or stop it.
 * @throws Error if it does not answer as Rocket.Chat does
 */
export async function assertAnswers({ url }: GivenWorkspace): Promise<void> {
	const info = `${url}/api/info`;
	const answer = await fetch(info).catch((error: unknown) => error);
	if (answer instanceof Response && answer.ok) {
		return;
	}
	const cause = answer instanceof Error ? answer.cause : undefined;
	const reason =
		answer instanceof Response
			? `status ${answer.status}`
			: String(cause instanceof Error ? cause.message : answer);
	throw new Error(`No workspace answers at ${info} (${variables.url}): ${reason}.`);
}
