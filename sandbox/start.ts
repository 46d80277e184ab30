import path from 'node:path';
import { waitUntilConnected } from './connection-check';
import { playConversation } from './conversation';
import { givenWorkspace, type GivenWorkspace } from './given-workspace';
import { federationPair, type FederatingHomeserver } from './homeserver/federation-pair';
import { freePort } from './homeserver/free-port';
import { givenHomeserver } from './homeserver/given-homeserver';
import { stopLeftoverProcess } from './homeserver/homeserver-process';
import { softwareNamed } from './homeserver/homeserver-software';
import { startHomeserver } from './homeserver/start-homeserver';
import { readOptions, usage, type StartOptions } from './options';
import { startPage } from './page/server';
import { planName } from './plan-switch';
import { ADMIN } from './run-workspace';
import { startSandbox } from './sandbox';
import { SECOND_PREFIX, startSecondWorkspace, type SecondWorkspace } from './second-workspace';
import { SandboxState } from './state';

const SERVER_NAME = 'localhost';
/** Default of the app's setting `user_prefix`; the sandbox does not change it. */
const GHOST_PREFIX = 'rc_';

/** Time limit for the connection between the second app and the homeserver, in milliseconds. */
const SECOND_CONNECTION_LIMIT = 60_000;

/** Where the state keeps between which systems the conversation was played. */
const CONVERSATION = 'conversation';

/** Where the state keeps the name of the first homeserver. */
const NAME = 'server-name';
/** Two homeservers that federate listen for each other on their port plus this one: 8448, the usual port, for 8008. */
const FEDERATION_OFFSET = 440;

const startedAt = Date.now();
const stops: (() => Promise<void> | void)[] = [];
let stopping = false;

/** npm and tsx pass Ctrl-C on, so one Ctrl-C can arrive twice within this time, in milliseconds. */
const SAME_KEYSTROKE = 1_000;

const say = (line: string) => console.log(line);
const progress = (line: string) => {
	if (!stopping) {
		say(`[${((Date.now() - startedAt) / 1_000).toFixed(1).padStart(5)} s] ${line}`);
	}
};

/** Stops everything, in the reverse order of the start. */
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

/** Handles Ctrl-C, `kill` and the end of the terminal. A second Ctrl-C exits at once. */
function stopAtSignals(): void {
	let firstAt: number | undefined;
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			if (firstAt === undefined) {
				firstAt = Date.now();
				void stopAndExit(0);
			} else if (name === 'SIGINT' && Date.now() - firstAt > SAME_KEYSTROKE) {
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
	const given = givenWorkspace(process.env);
	await requirePossible(options, given);
	if (options.reset) {
		progress(`deleting the state of earlier starts in ${path.relative('', options.stateFolder)}`);
		await stopLeftoverProcess(path.join(options.stateFolder, 'homeserver'));
		await SandboxState.reset(options.stateFolder);
	}
	const state = await SandboxState.open(options.stateFolder);
	const common = {
		...options,
		state,
		serverName: SERVER_NAME,
		progress,
		// Something that starts while everything is being stopped is stopped at once.
		onStarted: (stop: () => Promise<void> | void) => (stopping ? void stop() : stops.push(stop)),
	};
	const pair = await pairOfHomeservers(options);
	await checkServerName(state, pair?.[0].serverName ?? SERVER_NAME);
	const second = options.two ? await startSecond(common, pair?.[1]) : undefined;
	const { people, homeserver, workspaceUrl, plan } = await startSandbox({
		...common,
		...(pair && { serverName: pair[0].serverName }),
		federating: pair?.[0],
		otherRegistrationFiles: second && !pair ? [second.registrationFile] : [],
	});
	if (second) {
		await waitUntilConnected(second.admin, SECOND_CONNECTION_LIMIT, progress);
	}
	progress('app and homeserver are connected');
	await playOnce(state, `${workspaceUrl} ${homeserver.url}`, () =>
		playConversation(people, GHOST_PREFIX, say),
	);
	const page = await startPage(people, plan, {
		ghostPrefix: GHOST_PREFIX,
		second: second && { people: second, ghostPrefix: SECOND_PREFIX, domain: second.domain },
		port: options.pagePort,
	});
	stops.push(() => page.stop());
	say('');
	say(`Ready after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s. Try it yourself:`);
	say(`  ${page.url}   a page where you write as people of both sides`);
	say(`  ${workspaceUrl}   ${loginOf(state, given)}`);
	const bobPassword = state.passwordOf('bob', process.env.SANDBOX_HOMESERVER_SECRET);
	say(
		`  ${homeserver.url}   homeserver for any Matrix client; user ${people.bob.userId}, password ${bobPassword}`,
	);
	if (second) {
		say(
			`  ${second.url}   the second workspace; its ghosts on ${second.domain} begin with ${SECOND_PREFIX}`,
		);
	}
	const change = given ? '' : ' Change it on the page, or with npm start -- --plan NAME.';
	say(`The workspace's plan: ${planName(await plan.present())}.${change}`);
	say('Ctrl-C stops everything. Messages are kept for the next start; npm start -- --reset deletes them.');
}

/**
 * Fails before anything changes if the options do not fit each other or the environment, or if a port is taken: two sandboxes with
 * the same state would damage it.
 */
async function requirePossible(options: StartOptions, given: GivenWorkspace | undefined): Promise<void> {
	if (options.secondHomeserver && !options.two) {
		throw new Error('--second-homeserver needs --two.');
	}
	if (options.two && (given ?? givenHomeserver(process.env))) {
		throw new Error('--two needs a workspace and a homeserver that the sandbox starts.');
	}
	const ports = [
		options.pagePort,
		...(given ? [] : [options.workspacePort]),
		...(options.two ? [options.secondWorkspacePort] : []),
		...(options.secondHomeserver ? [options.secondHomeserverPort] : []),
	];
	for (const port of ports) {
		await freePort(port).catch((error: unknown) => {
			throw new Error(
				`${error instanceof Error ? error.message : String(error)}\n` +
					'Is the sandbox already running? To use other ports, see npm start -- --help.',
			);
		});
	}
}

/**
 * Starts the second workspace.
 * @param own the homeserver of its own, which is started, too; without it, it uses that of the first workspace
 */
async function startSecond(
	common: StartOptions & Omit<Parameters<typeof startSecondWorkspace>[0], 'port'>,
	own: FederatingHomeserver | undefined,
): Promise<SecondWorkspace> {
	const { state, secondHomeserverPort, onStarted } = common;
	const second = await startSecondWorkspace({
		...common,
		port: common.secondWorkspacePort,
		...(own && { homeserverPort: secondHomeserverPort, serverName: own.serverName }),
	});
	if (own) {
		const homeserver = await startHomeserver({
			...own,
			directory: state.path('second', 'homeserver'),
			port: secondHomeserverPort,
			registrationFiles: [second.registrationFile],
			progress,
		});
		onStarted(() => homeserver.stop());
		progress(`second homeserver runs: ${homeserver.url} (${homeserver.origin})`);
	}
	return second;
}

/** @returns what the workspace is, and how to log in to it */
function loginOf(state: SandboxState, given: GivenWorkspace | undefined): string {
	return given
		? `your workspace; user alice, password ${state.passwordOf('alice', given.password)}`
		: `Rocket.Chat's APIs (there is no web client); user ${ADMIN}, password ${state.passwordOf(ADMIN)}`;
}

/**
 * Plays the conversation at the first start. Later ones keep it, and would only repeat it.
 * @param systems the addresses of both systems: the environment can name others at the next start
 */
async function playOnce(state: SandboxState, systems: string, play: () => Promise<void>): Promise<void> {
	if ((await state.read(CONVERSATION)) === systems) {
		say('The conversation of an earlier start is still there.');
		return;
	}
	await play();
	await state.write(CONVERSATION, systems);
}

/** @returns two homeservers that federate, if the options name a second one */
async function pairOfHomeservers(
	options: StartOptions,
): Promise<[FederatingHomeserver, FederatingHomeserver] | undefined> {
	const { homeserver, homeserverPort, secondHomeserver, secondHomeserverPort } = options;
	return (
		secondHomeserver &&
		federationPair(
			homeserver ?? softwareNamed(process.env.SANDBOX_HOMESERVER, 'SANDBOX_HOMESERVER'),
			secondHomeserver,
			[homeserverPort + FEDERATION_OFFSET, secondHomeserverPort + FEDERATION_OFFSET],
		)
	);
}

/**
 * Fails before anything starts if the state has a homeserver of another name: its database is bound to that name.
 * @param serverName of the first homeserver
 */
async function checkServerName(state: SandboxState, serverName: string): Promise<void> {
	const kept = (await state.read(NAME)) ?? ((await state.read(CONVERSATION)) ? SERVER_NAME : undefined);
	if (kept !== undefined && kept !== serverName) {
		throw new Error(
			`the state has a homeserver called ${kept}, and this start needs one called ${serverName}. ` +
				'Use another folder with --state, or delete the state with --reset.',
		);
	}
	await state.write(NAME, serverName);
}

main().catch(async (error: unknown) => {
	if (stopping) {
		return;
	}
	say(`\nThe sandbox could not be started: ${error instanceof Error ? error.message : String(error)}`);
	await stopAndExit(1);
});
