import { access } from 'node:fs/promises';
import path from 'node:path';
import { configureApp, downloadRegistration, giveToken, installApp } from './app-installation';
import { WorkspaceAdministration } from './clients/workspace-administration';
import { WorkspacePerson } from './clients/workspace-client';
import { waitUntilConnected } from './connection-check';
import { assertAnswers, givenWorkspace, type GivenWorkspace } from './given-workspace';
import type { Progress } from './homeserver/command';
import type { FederatingHomeserver } from './homeserver/federation-pair';
import type { Homeserver } from './homeserver/homeserver';
import type { SoftwareName } from './homeserver/homeserver-software';
import { addressOfHomeserver, prepareHomeserver, startHomeserver } from './homeserver/start-homeserver';
import { packagedApp } from './packaged-app';
import { logInPeople, type People } from './people';
import { planName, planSwitch, type PlanSwitch } from './plan-switch';
import { ADMIN, runWorkspace, WORKSPACE_FOLDER } from './run-workspace';
import type { SandboxState } from './state';
import type { AppRuntime } from './workspace/engine/app-runtime';
import type { Plan } from './workspace/licensing/plans';
import type { ServerVersion } from './workspace/server-version';

const REGISTRATION = 'registration.yaml';

/** Time limit for the connection between app and homeserver, in milliseconds. */
const CONNECTION_LIMIT = 60_000;
/** The same for the user's own homeserver: the user has to load the registration file and restart it. */
const OWN_HOMESERVER_LIMIT = 900_000;

interface SandboxOptions {
	readonly state: SandboxState;
	/** On 127.0.0.1; not used if the environment names a workspace. */
	readonly workspacePort: number;
	/** On 127.0.0.1; not used if the environment names a homeserver. */
	readonly homeserverPort: number;
	readonly serverName: string;
	/** Which homeserver to start; not used if the environment names one. */
	readonly homeserver: SoftwareName | undefined;
	/** How the homeserver federates with another one of this machine; undefined: with none. */
	readonly federating: FederatingHomeserver | undefined;
	/** The workspace's new plan; undefined: it keeps its plan. */
	readonly plan: Plan | undefined;
	/** The version of Rocket.Chat that the workspace behaves as; not used if the environment names a workspace. */
	readonly serverVersion: ServerVersion;
	/** What runs the app's code; not used if the environment names a workspace. */
	readonly runtime: AppRuntime;
	/** Paths of the registration files of other apps on the homeserver. */
	readonly otherRegistrationFiles: readonly string[];
	readonly progress: Progress;
	/** Called as soon as something runs that has to be stopped later, so that it is stopped even if a later step fails. */
	readonly onStarted: (stop: () => Promise<void> | void) => void;
}

interface Sandbox {
	readonly workspaceUrl: string;
	readonly homeserver: Homeserver;
	readonly people: People;
	readonly plan: PlanSwitch;
}

/**
 * Starts everything and creates what is missing: package, workspace, homeserver, the app with its settings, the
 * registration file, the users. The app writes the registration file, and the homeserver needs it. So the first start
 * starts the homeserver after the app; later starts start it together with the workspace, with the existing file.
 * @throws Error that says what failed
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const { state, progress, onStarted } = options;
	const address = addressOfHomeserver(options.homeserverPort, options.serverName);
	const registrationFile = state.path(REGISTRATION);
	const runHomeserver = async () => {
		const homeserver = await startHomeserver({
			directory: state.path('homeserver'),
			port: options.homeserverPort,
			serverName: options.serverName,
			software: options.homeserver,
			...options.federating,
			registrationFiles: [registrationFile, ...options.otherRegistrationFiles],
			progress,
		});
		onStarted(() => homeserver.stop());
		progress(`homeserver runs: ${homeserver.url} (${homeserver.origin})`);
		return homeserver;
	};

	const registrationExists = await exists(registrationFile);
	const [app, workspace, runningHomeserver] = await Promise.all([
		packagedApp(state, progress),
		workspaceToUse(options),
		registrationExists ? runHomeserver() : prepareHomeserver(progress, options.homeserver),
	]);

	const admin = await WorkspacePerson.login(workspace.url, workspace.username, workspace.password);
	onStarted(() => admin.stop());
	const administration = new WorkspaceAdministration(admin);
	const plan = planSwitch(
		administration,
		givenWorkspace(process.env) ? undefined : state.path(WORKSPACE_FOLDER),
	);
	if (options.plan) {
		await plan.change(options.plan);
	}
	progress(`workspace's plan: ${planName(await plan.present())}`);
	await installApp(administration, app, state, progress);
	await configureApp(administration, app.id, {
		homeserverUrl: address.url,
		homeserverDomain: address.serverName,
		workspaceUrl: workspace.url,
	});

	await giveToken(administration, app.id);
	const registration = await downloadRegistration(administration, app.id);
	const changed = (await state.read(REGISTRATION)) !== registration;
	if (changed) {
		await state.write(REGISTRATION, registration);
		progress(`registration file written: ${path.relative('', registrationFile)}`);
	}
	const homeserver = runningHomeserver ?? (await runHomeserver());
	if (runningHomeserver && changed) {
		await homeserver.restart();
	}
	await waitUntilConnected(admin, address.given ? OWN_HOMESERVER_LIMIT : CONNECTION_LIMIT, progress);

	const people = await logInPeople(administration, homeserver, state);
	onStarted(() => people.stop());
	return { workspaceUrl: workspace.url, homeserver, people, plan };
}

/** Starts the workspace, or uses the one that the environment names. */
async function workspaceToUse(options: SandboxOptions): Promise<GivenWorkspace> {
	const given = givenWorkspace(process.env);
	if (given) {
		await assertAnswers(given);
		options.progress(`using the workspace at ${given.url}`);
		return given;
	}
	const { url } = await runWorkspace(options);
	return { url, username: ADMIN, password: options.state.passwordOf(ADMIN) };
}

function exists(file: string): Promise<boolean> {
	return access(file).then(
		() => true,
		() => false,
	);
}
