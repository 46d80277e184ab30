import { parseArgs } from 'node:util';

/** The content of `.rcappsconfig`, which apps-cli reads in the folder of the app. */
export type DeployLogin = { readonly url: string } & (
	| { readonly username: string; readonly password: string; readonly code?: string }
	| { readonly userId: string; readonly token: string }
);

/** The command line of `npm run deploy --`. */
export interface DeployOptions {
	readonly login: DeployLogin;
	/** Texts that must not appear in any output. */
	readonly secrets: readonly string[];
	/** The app must be installed already. */
	readonly update: boolean;
}

export const deployUsage = `npm run deploy -- --url URL --username NAME --password PASSWORD
npm run deploy -- --url URL --userId ID --token TOKEN

packages the app with @rocket.chat/apps-cli and uploads it to a workspace, as one of its administrators.

  --url URL             address of the workspace, such as http://127.0.0.1:3000
  --username NAME       an administrator, with --password PASSWORD or FEDERATION_PASSWORD in the environment
  --userId ID           an administrator, with --token TOKEN (a personal access token) or FEDERATION_TOKEN
                        in the environment
  --code CODE           the code of two-factor authentication, with --username
  --update              fail if the app is not installed yet (without it, apps-cli installs or updates)

npm prints the whole command line. Give the secret in the environment if other people read the output.`;

/**
 * Reads the command line of `npm run deploy`.
 * @param environment may hold the password or the token
 * @throws Error that says what is missing or wrong, and what to write instead
 */
export function readDeployOptions(
	given: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): DeployOptions | 'help' {
	const values = parse(given, environment);
	if (values.help) {
		return 'help';
	}
	const url = workspaceUrl(values.url);
	const { username, password, userId, token, code, update } = values;
	if (username && userId) {
		throw new Error('Give --username or --userId, not both.');
	}
	if (username) {
		if (!password) {
			throw new Error('The password is missing: add --password PASSWORD or set FEDERATION_PASSWORD.');
		}
		return {
			login: { url, username, password, ...(code !== undefined && { code }) },
			secrets: [password, ...(code ? [code] : [])],
			update,
		};
	}
	if (userId) {
		if (!token) {
			throw new Error('The token is missing: add --token TOKEN or set FEDERATION_TOKEN.');
		}
		return { login: { url, userId, token }, secrets: [token], update };
	}
	throw new Error(
		'The login is missing: add --username NAME --password PASSWORD, or --userId ID --token TOKEN.',
	);
}

function parse(given: readonly string[], environment: Readonly<Record<string, string | undefined>>) {
	const { values, positionals } = parseArgs({
		args: [...given],
		// Node's own error would show the argument, which may be half of a password.
		allowPositionals: true,
		options: {
			help: { type: 'boolean', default: false },
			update: { type: 'boolean', default: false },
			url: { type: 'string' },
			username: { type: 'string' },
			password: { type: 'string', default: environment.FEDERATION_PASSWORD ?? '' },
			userId: { type: 'string' },
			token: { type: 'string', default: environment.FEDERATION_TOKEN ?? '' },
			code: { type: 'string' },
		},
	});
	if (positionals.length > 0) {
		throw new Error('There is a value without an option. Put values with spaces in quotes.');
	}
	return values;
}

/** @returns the address without a slash at the end, as apps-cli needs it */
function workspaceUrl(given: string | undefined): string {
	if (!given) {
		throw new Error('The address is missing: add --url, such as --url http://127.0.0.1:3000.');
	}
	const url = URL.canParse(given) ? new URL(given) : undefined;
	if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
		throw new Error('--url has to be a whole address, such as http://127.0.0.1:3000.');
	}
	if (url.username || url.password || url.search || url.hash) {
		throw new Error('--url has to be an address only: no login, no question mark, no hash in it.');
	}
	return url.href.replace(/\/+$/, '');
}
