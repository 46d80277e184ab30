import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { appRuntimes, type AppRuntime } from '../../sandbox/workspace/engine/app-runtime';

/** A folder in memory that Linux systems have. */
const MEMORY = '/dev/shm';

export interface WayOptions {
	readonly help: boolean;
	/** Only parts whose names contain one of these; empty: all. */
	readonly only: readonly string[];
	/** Messages of each contestant, round and direction. */
	readonly messages: number;
	readonly rounds: number;
	/** Messages that wait at the end of an outage. */
	readonly backlog: number;
	/** Counts and times transactions only when the app no longer expects repeats from before its start. */
	readonly settled: boolean;
	/** The folder in which the databases of both sides are made. */
	readonly folder: string;
	readonly runtime: AppRuntime;
}

export const usage = `npm run bench way         the way of a message, side by side with a bare loop and another bridge

  --only NAME             only the parts whose names contain this text; may be repeated
  --messages N            messages of each contestant, round and direction (default: 400)
  --rounds N              rounds of each comparison (default: 3)
  --backlog N             events that wait at the end of an outage (default: 10000)
  --settled               waits until ten minutes after the app's start before it counts calls and times transactions:
                          until then each message from Matrix costs one call more
  --folder PATH           where the databases are made (default: /dev/shm, which is in memory, if it exists: on one disk, each
                          side waits for what the other one writes)
  --runtime NAME          what runs the app's code: ${appRuntimes.join(', ')} (default: ${appRuntimes[0]})
  --help                  shows this text`;

/** @throws Error that names the wrong option */
export function readOptions(given: readonly string[]): WayOptions {
	const { values } = parseArgs({
		args: [...given],
		options: {
			help: { type: 'boolean', default: false },
			only: { type: 'string', multiple: true, default: [] },
			messages: { type: 'string', default: '400' },
			rounds: { type: 'string', default: '3' },
			backlog: { type: 'string', default: '10000' },
			runtime: { type: 'string', default: appRuntimes[0] },
			settled: { type: 'boolean', default: false },
			folder: { type: 'string', default: existsSync(MEMORY) ? MEMORY : tmpdir() },
		},
	});
	const runtime = appRuntimes.find((name) => name === values.runtime);
	if (!runtime) {
		throw new Error(`--runtime is ${values.runtime}; it has to be one of ${appRuntimes.join(', ')}`);
	}
	return {
		help: values.help,
		only: values.only,
		messages: wholeNumber('messages', values.messages),
		rounds: wholeNumber('rounds', values.rounds),
		backlog: wholeNumber('backlog', values.backlog),
		runtime,
		settled: values.settled,
		folder: values.folder,
	};
}

function wholeNumber(name: string, given: string): number {
	if (!/^[1-9]\d{0,8}$/.test(given)) {
		throw new Error(`--${name} is ${given}; it has to be a whole number above 0`);
	}
	return Number(given);
}
