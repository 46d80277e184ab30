import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { plans, type Plan } from './workspace/licensing/plans';

/** What can be said behind `npm start --`. */
export interface StartOptions {
	readonly help: boolean;
	/** Forget what earlier starts left. */
	readonly reset: boolean;
	/** Ports on 127.0.0.1. */
	readonly workspacePort: number;
	readonly homeserverPort: number;
	readonly pagePort: number;
	/** Where everything is kept between two starts. */
	readonly stateFolder: string;
	/** The plan that the workspace is put on; undefined: it keeps the one it has. */
	readonly plan: Plan | undefined;
}

const defaults = {
	workspacePort: 3000,
	homeserverPort: 8008,
	pagePort: 3001,
	stateFolder: fileURLToPath(new URL('../.sandbox/state', import.meta.url)),
};

export const usage = `npm start                starts a Rocket.Chat workspace and a Matrix homeserver that talk to each other
npm start -- --reset     the same, with everything forgotten that earlier starts left

  --workspace-port N     port of the workspace (${defaults.workspacePort})
  --homeserver-port N    port of Synapse (${defaults.homeserverPort})
  --page-port N          port of the page on which both sides can be written on (${defaults.pagePort})
  --state FOLDER         where everything is kept between two starts (.sandbox/state)
  --plan NAME            puts the workspace on a plan of Rocket.Chat: ${plans.join(', ')}
                         (else it keeps the one it has; a new workspace has ${plans[0]})

A homeserver of your own is used instead of an installed one if SANDBOX_HOMESERVER_URL, SANDBOX_HOMESERVER_DOMAIN
and SANDBOX_HOMESERVER_SECRET are set. SANDBOX_SYNAPSE_SOURCE=pypi or debian allows one way of installing only.`;

/**
 * Reads the options of the command line.
 * @throws Error that names what is not understood
 */
export function readOptions(given: readonly string[]): StartOptions {
	const { values } = parseArgs({
		args: [...given],
		options: {
			help: { type: 'boolean', default: false },
			reset: { type: 'boolean', default: false },
			'workspace-port': { type: 'string' },
			'homeserver-port': { type: 'string' },
			'page-port': { type: 'string' },
			state: { type: 'string', default: defaults.stateFolder },
			plan: { type: 'string' },
		},
	});
	return {
		help: values.help,
		reset: values.reset,
		workspacePort: port('workspace-port', values['workspace-port'], defaults.workspacePort),
		homeserverPort: port('homeserver-port', values['homeserver-port'], defaults.homeserverPort),
		pagePort: port('page-port', values['page-port'], defaults.pagePort),
		stateFolder: values.state,
		plan: planNamed(values.plan),
	};
}

function port(name: string, given: string | undefined, otherwise: number): number {
	if (given === undefined) {
		return otherwise;
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
