import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { softwareNamed, softwareNames, type SoftwareName } from './homeserver/homeserver-software';
import { appRuntimes, type AppRuntime } from './workspace/engine/app-runtime';
import { plans, type Plan } from './workspace/licensing/plans';
import { defaultServerVersion, serverVersions, type ServerVersion } from './workspace/server-version';

/** The options after `npm start --`. */
export interface StartOptions {
	readonly help: boolean;
	/** Delete the state of earlier starts. */
	readonly reset: boolean;
	/** Ports on 127.0.0.1. */
	readonly workspacePort: number;
	readonly homeserverPort: number;
	readonly pagePort: number;
	/** Start a second workspace beside the first one. */
	readonly two: boolean;
	readonly secondWorkspacePort: number;
	/** Which homeserver of its own the second workspace gets; undefined: none, it uses the first one. */
	readonly secondHomeserver: SoftwareName | undefined;
	readonly secondHomeserverPort: number;
	/** Which homeserver to start; undefined: the one that `SANDBOX_HOMESERVER` names, or Synapse. */
	readonly homeserver: SoftwareName | undefined;
	/** The folder that keeps everything between two starts. */
	readonly stateFolder: string;
	/** The workspace's new plan; undefined: it keeps its plan. */
	readonly plan: Plan | undefined;
	/** The version of Rocket.Chat that the workspace behaves as. */
	readonly serverVersion: ServerVersion;
	/** What runs the app's code. */
	readonly runtime: AppRuntime;
}

const defaults = {
	workspacePort: 3000,
	homeserverPort: 8008,
	pagePort: 3001,
	secondWorkspacePort: 3010,
	secondHomeserverPort: 8009,
	stateFolder: fileURLToPath(new URL('../.sandbox/state', import.meta.url)),
};

export const usage = `npm start                starts a Rocket.Chat workspace and a Matrix homeserver that are connected by the app
npm start -- --reset     the same, but first deletes users, messages and settings of earlier starts
npm start -- --two       starts a second workspace too, with an app of its own on the same homeserver;
                         the page shows its people beside those of the first one

  --workspace-port N     port of the workspace (default: ${defaults.workspacePort})
  --homeserver-port N    port of the homeserver (default: ${defaults.homeserverPort})
  --homeserver NAME      which homeserver to install and start: ${softwareNames.join(', ')}
                         (default: ${softwareNames[0]}; dendrite needs Go on this machine)
  --page-port N          port of the page where you can write on both sides (default: ${defaults.pagePort})
  --second-workspace-port N
                         port of the second workspace (default: ${defaults.secondWorkspacePort})
  --second-homeserver NAME
                         with --two: a homeserver for the second workspace, which federates with the first one;
                         use it with a state of its own (--state), because both have other names than usual
  --second-homeserver-port N
                         port of the second homeserver (default: ${defaults.secondHomeserverPort})
  --state FOLDER         folder that keeps everything between two starts (default: .sandbox/state)
  --plan NAME            changes the workspace's plan: ${plans.join(', ')}
                         (default: the plan does not change; a new workspace has ${plans[0]})
  --server VERSION       version of Rocket.Chat that the workspace behaves as: ${serverVersions.join(', ')}
                         (default: ${defaultServerVersion})
  --runtime NAME         what runs the app's code: ${appRuntimes.join(', ')} (default: ${appRuntimes[0]})
                         Rocket.Chat 8.8 and newer use node, older servers deno
  --help                 shows this text

Environment variables:
  SANDBOX_HOMESERVER_URL, SANDBOX_HOMESERVER_DOMAIN, SANDBOX_HOMESERVER_SECRET
                         use your own Synapse: its address, server_name and registration_shared_secret
  SANDBOX_WORKSPACE_URL, SANDBOX_WORKSPACE_ADMIN, SANDBOX_WORKSPACE_PASSWORD
                         use your own workspace: its address, username and password of an administrator
                         (docs/real-server.md); --server and --runtime then have no meaning,
                         and --plan is refused
  SANDBOX_HOMESERVER     synapse or dendrite: what --homeserver says, also for the tests
  SANDBOX_SYNAPSE_SOURCE pypi or debian: install Synapse only from PyPI, or only from Debian's packages
                         (default: from PyPI; if that fails, from Debian's packages)`;

/**
 * Reads the options of the command line.
 * @param given the arguments after `npm start --`
 * @throws Error that names the wrong option
 */
export function readOptions(given: readonly string[]): StartOptions {
	const { values } = parseArgs({
		args: [...given],
		options: {
			help: { type: 'boolean', default: false },
			reset: { type: 'boolean', default: false },
			two: { type: 'boolean', default: false },
			'workspace-port': { type: 'string' },
			'second-workspace-port': { type: 'string' },
			'second-homeserver': { type: 'string' },
			'second-homeserver-port': { type: 'string' },
			'homeserver-port': { type: 'string' },
			homeserver: { type: 'string' },
			'page-port': { type: 'string' },
			state: { type: 'string', default: defaults.stateFolder },
			plan: { type: 'string' },
			server: { type: 'string', default: defaultServerVersion },
			runtime: { type: 'string', default: appRuntimes[0] },
		},
	});
	return {
		help: values.help,
		reset: values.reset,
		two: values.two,
		secondWorkspacePort: port(
			'second-workspace-port',
			values['second-workspace-port'],
			defaults.secondWorkspacePort,
		),
		secondHomeserver: softwareGiven(values['second-homeserver'], '--second-homeserver'),
		secondHomeserverPort: port(
			'second-homeserver-port',
			values['second-homeserver-port'],
			defaults.secondHomeserverPort,
		),
		workspacePort: port('workspace-port', values['workspace-port'], defaults.workspacePort),
		homeserverPort: port('homeserver-port', values['homeserver-port'], defaults.homeserverPort),
		homeserver: softwareGiven(values.homeserver, '--homeserver'),
		pagePort: port('page-port', values['page-port'], defaults.pagePort),
		stateFolder: values.state,
		plan: planNamed(values.plan),
		serverVersion: versionNamed(values.server),
		runtime: runtimeNamed(values.runtime),
	};
}

/** @param name of the option, for the error @returns undefined if the option is not given */
function softwareGiven(given: string | undefined, name: string): SoftwareName | undefined {
	return given === undefined ? undefined : softwareNamed(given, name);
}

/** @param name of the option, for the error */
function port(name: string, given: string | undefined, defaultPort: number): number {
	if (given === undefined) {
		return defaultPort;
	}
	const number = Number(given);
	if (!/^\d+$/.test(given) || number < 1 || number > 65_535) {
		throw new Error(`--${name} is ${given}; it has to be a number from 1 to 65535`);
	}
	return number;
}

function planNamed(given: string | undefined): Plan | undefined {
	if (given === undefined) {
		return undefined;
	}
	const plan = plans.find((name) => name === given.toLowerCase());
	if (!plan) {
		throw new Error(`--plan is ${given}; it has to be one of ${plans.join(', ')}`);
	}
	return plan;
}

function versionNamed(given: string): ServerVersion {
	const version = serverVersions.find((known) => known === given);
	if (!version) {
		throw new Error(`--server is ${given}; it has to be one of ${serverVersions.join(', ')}`);
	}
	return version;
}

function runtimeNamed(given: string): AppRuntime {
	const runtime = appRuntimes.find((name) => name === given.toLowerCase());
	if (!runtime) {
		throw new Error(`--runtime is ${given}; it has to be one of ${appRuntimes.join(', ')}`);
	}
	return runtime;
}
