import { access } from 'node:fs/promises';
import { configureApp, downloadRegistration, installApp } from './app-installation';
import { WorkspaceAdministration } from './clients/workspace-administration';
import { WorkspacePerson } from './clients/workspace-client';
import { waitUntilConnected } from './connection-check';
import type { Progress } from './homeserver/command';
import type { Homeserver } from './homeserver/homeserver';
import { addressOfHomeserver, prepareHomeserver, startHomeserver } from './homeserver/start-homeserver';
import { packagedApp } from './packaged-app';
import { gatherPeople, type People } from './people';
import { planName, planSwitch, type PlanSwitch } from './plan-switch';
import type { SandboxState } from './state';
import type { Plan } from './workspace/licensing/plans';
import { startWorkspace, type Workspace } from './workspace/workspace';

const REGISTRATION = 'registration.yaml';
const ADMIN = 'admin';

/** Milliseconds until app and homeserver must have found each other; people who do it by hand get longer. */
const CONNECTION_LIMIT = 60_000;
const CONNECTION_LIMIT_BY_HAND = 900_000;

export interface SandboxOptions {
	readonly state: SandboxState;
	/** On 127.0.0.1. */
	readonly workspacePort: number;
	/** On 127.0.0.1; not used where the environment gives a homeserver. */
	readonly homeserverPort: number;
	readonly serverName: string;
	/** The plan that the workspace is put on; undefined: it keeps the one it has. */
	readonly plan: Plan | undefined;
	readonly progress: Progress;
	/** Told of everything that has to be stopped as soon as it runs, also where a later step fails. */
	readonly started: (stop: () => Promise<void> | void) => void;
}

export interface Sandbox {
	readonly workspace: Workspace;
	readonly homeserver: Homeserver;
	readonly people: People;
	readonly plan: PlanSwitch;
}

/**
 * Sets up what is missing and starts everything: package, workspace, homeserver, the app and its settings, the
 * registration file, people. The homeserver needs that file to start, so at the first start it is last; later it
 * starts beside the workspace with the file it has.
 * @throws Error that says what failed
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const { state, progress, started } = options;
	const address = addressOfHomeserver(options.homeserverPort, options.serverName);
	const registrationFile = state.path(REGISTRATION);
	const runHomeserver = async () => {
		const homeserver = await startHomeserver({
			directory: state.path('homeserver'),
			port: options.homeserverPort,
			serverName: options.serverName,
			registrationFiles: [registrationFile],
			progress,
		});
		started(() => homeserver.stop());
		progress(`homeserver: ${homeserver.url}, ${homeserver.origin}`);
		return homeserver;
	};

	const early = await exists(registrationFile);
	const [app, workspace, earlyHomeserver] = await Promise.all([
		packagedApp(state, progress),
		runWorkspace(options),
		early ? runHomeserver() : prepareHomeserver(progress),
	]);

	const admin = await WorkspacePerson.login(workspace.url, ADMIN, state.passwordOf(ADMIN));
	started(() => admin.stop());
	const administration = new WorkspaceAdministration(admin);
	const plan = planSwitch(administration, state.path('workspace'));
	if (options.plan) {
		await plan.change(options.plan);
	}
	progress(`plan: ${planName(await plan.present())}`);
	await installApp(administration, app, state, progress);
	await configureApp(administration, app.id, {
		homeserverUrl: address.url,
		homeserverDomain: address.serverName,
		workspaceUrl: workspace.url,
	});

	const registration = await downloadRegistration(administration, app.id);
	const changed = (await state.read(REGISTRATION)) !== registration;
	if (changed) {
		await state.write(REGISTRATION, registration);
		progress(`registration file: ${registrationFile}`);
	}
	const homeserver = earlyHomeserver ?? (await runHomeserver());
	if (earlyHomeserver && changed) {
		await homeserver.restart();
	}
	await waitUntilConnected(admin, address.given ? CONNECTION_LIMIT_BY_HAND : CONNECTION_LIMIT, progress);

	const people = await gatherPeople(administration, homeserver, state);
	started(() => people.stop());
	return { workspace, homeserver, people, plan };
}

async function runWorkspace({ state, workspacePort, progress, started }: SandboxOptions): Promise<Workspace> {
	const workspace = await startWorkspace({
		port: workspacePort,
		directory: state.path('workspace'),
		admin: { username: ADMIN, password: state.passwordOf(ADMIN) },
		progress,
	});
	started(() => workspace.stop());
	progress(`workspace: ${workspace.url}`);
	return workspace;
}

function exists(file: string): Promise<boolean> {
	return access(file).then(
		() => true,
		() => false,
	);
}
