import { parseArgs } from 'node:util';
import { appRuntimes, type AppRuntime } from '../../sandbox/workspace/engine/app-runtime';

export interface ChaosOptions {
	readonly help: boolean;
	/** Only scenarios whose names contain one of these; empty: all. */
	readonly only: readonly string[];
	readonly seed: number;
	/** Accepted messages of each scenario and direction; undefined: as many as the scenario says. */
	readonly messages: number | undefined;
	readonly runtime: AppRuntime;
	/** Milliseconds without a change after which missing messages count as lost. */
	readonly patience: number;
	/** Prints the messages that went wrong. */
	readonly details: boolean;
}

export const usage = `npm run chaos             all scenarios but soak; prints a table in Markdown
npm run chaos -- --only NAME [--only NAME ...]
                          only the scenarios whose names contain one of these texts

  --seed N                what is chosen at random; the same seed chooses the same (default: the time)
  --messages N            accepted messages of each scenario and direction (default: 120; soak: 10,000)
  --runtime NAME          what runs the app's code: ${appRuntimes.join(', ')} (default: ${appRuntimes[0]})
  --patience SECONDS      without a change for so long, what is missing counts as lost (default: 60)
  --details               names each message that went wrong
  --help                  shows this text`;

/**
 * @param given the arguments after `npm run chaos --`
 * @throws Error that names the wrong option
 */
export function readOptions(given: readonly string[]): ChaosOptions {
	const { values } = parseArgs({
		args: [...given],
		options: {
			help: { type: 'boolean', default: false },
			only: { type: 'string', multiple: true, default: [] },
			seed: { type: 'string' },
			messages: { type: 'string' },
			runtime: { type: 'string', default: appRuntimes[0] },
			patience: { type: 'string', default: '60' },
			details: { type: 'boolean', default: false },
		},
	});
	const runtime = appRuntimes.find((name) => name === values.runtime);
	if (!runtime) {
		throw new Error(`--runtime is ${values.runtime}; it has to be one of ${appRuntimes.join(', ')}`);
	}
	return {
		help: values.help,
		only: values.only,
		seed: values.seed === undefined ? Date.now() % 1_000_000 : wholeNumber('seed', values.seed),
		messages: values.messages === undefined ? undefined : wholeNumber('messages', values.messages),
		runtime,
		patience: wholeNumber('patience', values.patience) * 1_000,
		details: values.details,
	};
}

function wholeNumber(name: string, given: string): number {
	if (!/^\d{1,9}$/.test(given)) {
		throw new Error(`--${name} is ${given}; it has to be a whole number`);
	}
	return Number(given);
}
