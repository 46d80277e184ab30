import path from 'node:path';
import { playConversation } from './conversation';
import { freePort } from './homeserver/free-port';
import { stopLeftoverProcess } from './homeserver/synapse-process';
import { readOptions, usage } from './options';
import { startPage } from './page/server';
import { planName } from './plan-switch';
import { startSandbox } from './sandbox';
import { SandboxState } from './state';

const SERVER_NAME = 'localhost';
/** The app's setting `user_prefix`, which the sandbox leaves as it is. */
const GHOST_PREFIX = 'rc_';

const begun = Date.now();
const stops: (() => Promise<void> | void)[] = [];
let stopping = false;

/** A second Ctrl-C within this time is the first one, passed on by npm or tsx as well; in milliseconds. */
const SAME_KEYSTROKE = 1_000;

const say = (line: string) => console.log(line);
const progress = (line: string) => {
	if (!stopping) {
		say(`[${((Date.now() - begun) / 1_000).toFixed(1).padStart(5)} s] ${line}`);
	}
};

/** Ends everything in the reverse of the order it was started in. */
async function stopEverything(): Promise<void> {
	for (const stop of stops.splice(0).reverse()) {
		try {
			await stop();
		} catch (error) {
			say(`While stopping: ${String(error)}`);
		}
	}
}

async function stopAndExit(code: number): Promise<void> {
	stopping = true;
	say('\nStopping …');
	await stopEverything();
	say('Stopped.');
	process.exit(code);
}

/** Ctrl-C, a polite kill, and the end of the terminal. Who presses Ctrl-C again does not want to wait. */
function stopAtSignals(): void {
	let first: number | undefined;
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			if (first === undefined) {
				first = Date.now();
				void stopAndExit(0);
			} else if (name === 'SIGINT' && Date.now() - first > SAME_KEYSTROKE) {
				process.exit(1);
			}
		});
	}
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		say(usage);
		return;
	}
	stopAtSignals();
	await checkPorts([options.workspacePort, options.pagePort]);
	if (options.reset) {
		progress(`forgetting ${path.relative('', options.stateFolder)}`);
		await stopLeftoverProcess(path.join(options.stateFolder, 'homeserver'));
		await SandboxState.reset(options.stateFolder);
	}
	const state = await SandboxState.open(options.stateFolder);
	const { people, homeserver, workspace, plan } = await startSandbox({
		...options,
		state,
		serverName: SERVER_NAME,
		progress,
		// What comes up while everything else is being stopped goes down again.
		started: (stop) => (stopping ? void stop() : stops.push(stop)),
	});
	progress('app and homeserver reach each other');
	await playConversation(people, GHOST_PREFIX, say);
	const page = await startPage(people, plan, options.pagePort);
	stops.push(() => page.stop());
	say('');
	say(`Ready after ${((Date.now() - begun) / 1_000).toFixed(1)} s. Try it yourself:`);
	say(`  ${page.url}   both sides on one page`);
	say(`  ${workspace.url}   Rocket.Chat's APIs; admin's password: ${state.passwordOf('admin')}`);
	say(
		`  ${homeserver.url}   ${homeserver.origin}; ${people.bob.userId}'s password: ${passwordOfBob(state)}`,
	);
	say(`  plan: ${planName(await plan.present())}; another one: on the page, or npm start -- --plan NAME`);
	say(
		'Ctrl-C stops everything; what was said is kept for the next start (npm start -- --reset forgets it).',
	);
}

/** Before anything is changed: a second sandbox on the same state would spoil it. */
async function checkPorts(ports: readonly number[]): Promise<void> {
	for (const port of ports) {
		await freePort(port).catch((error: unknown) => {
			throw new Error(
				`${String(error)}\nIs the sandbox running already? Other ports: npm start -- --help`,
			);
		});
	}
}

function passwordOfBob(state: SandboxState): string {
	return state.passwordOf('bob', process.env.SANDBOX_HOMESERVER_SECRET);
}

main().catch(async (error: unknown) => {
	if (stopping) {
		return;
	}
	say(`\nThe sandbox could not be started. ${error instanceof Error ? error.message : String(error)}`);
	await stopAndExit(1);
});
