import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { playConversation } from './conversation';
import { startPage } from './page/server';
import { startSandbox } from './sandbox';
import { SandboxState } from './state';

const stateFolder = fileURLToPath(new URL('../.sandbox/state', import.meta.url));
const WORKSPACE_PORT = 3000;
const PAGE_PORT = 3001;
const HOMESERVER_PORT = 8008;
const SERVER_NAME = 'localhost';
/** The app's setting `user_prefix`, which the sandbox leaves as it is. */
const PUPPET_PREFIX = 'rc_';

const usage = `npm start            starts a Rocket.Chat workspace and a Matrix homeserver that talk to each other
npm start -- --reset the same, with everything forgotten that earlier starts left

A homeserver of your own is used instead of an installed one if SANDBOX_HOMESERVER_URL, SANDBOX_HOMESERVER_DOMAIN
and SANDBOX_HOMESERVER_SECRET are set. SANDBOX_SYNAPSE_SOURCE=pypi or debian allows one way of installing only.`;

const begun = Date.now();
const stops: (() => Promise<void> | void)[] = [];
let stopping = false;

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

async function stopAndExit(code: number): Promise<never> {
	if (stopping) {
		process.exit(1);
	}
	stopping = true;
	say('\nStopping …');
	await stopEverything();
	process.exit(code);
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { reset: { type: 'boolean' }, help: { type: 'boolean' } } });
	if (values.help) {
		say(usage);
		return;
	}
	process.on('SIGINT', () => void stopAndExit(0));
	process.on('SIGTERM', () => void stopAndExit(0));
	if (values.reset) {
		progress(`forgetting ${path.relative('', stateFolder)}`);
		await SandboxState.reset(stateFolder);
	}
	const state = await SandboxState.open(stateFolder);
	const { people, homeserver, workspace } = await startSandbox({
		state,
		workspacePort: WORKSPACE_PORT,
		homeserverPort: HOMESERVER_PORT,
		serverName: SERVER_NAME,
		progress,
		// What comes up while everything else is being stopped goes down again.
		started: (stop) => (stopping ? void stop() : stops.push(stop)),
	});
	progress('app and homeserver reach each other');
	await playConversation(people, PUPPET_PREFIX, say);
	const page = await startPage(people, PAGE_PORT);
	stops.push(() => page.stop());
	say('');
	say(`Ready after ${((Date.now() - begun) / 1_000).toFixed(1)} s. Try it yourself:`);
	say(`  ${page.url}   both sides on one page`);
	say(`  ${workspace.url}   Rocket.Chat's APIs; admin's password: ${state.passwordOf('admin')}`);
	say(
		`  ${homeserver.url}   ${homeserver.origin}; ${people.bob.userId}'s password: ${passwordOfBob(state)}`,
	);
	say(
		'Ctrl-C stops everything; what was said is kept for the next start (npm start -- --reset forgets it).',
	);
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
