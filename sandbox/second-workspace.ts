import path from 'node:path';
import { configureApp, downloadRegistration, giveToken, installApp } from './app-installation';
import { WorkspaceAdministration } from './clients/workspace-administration';
import { WorkspacePerson } from './clients/workspace-client';
import type { Progress } from './homeserver/command';
import { addressOfHomeserver } from './homeserver/start-homeserver';
import { packagedApp } from './packaged-app';
import { planName } from './plan-switch';
import { SandboxState } from './state';
import { startWorkspaceProcess } from './workspace-process';
import type { AppRuntime } from './workspace/engine/app-runtime';
import type { Plan } from './workspace/licensing/plans';
import type { ServerVersion } from './workspace/server-version';

/** What tells the second workspace from the first one on their homeserver. */
export const SECOND_PREFIX = 'rc2_';
const identity = {
	appservice_id: 'rocketchat-2',
	bot_localpart: 'rocketchat2',
	user_prefix: SECOND_PREFIX,
	alias_prefix: SECOND_PREFIX,
} as const;

interface SecondWorkspaceOptions {
	/** Of the sandbox; the second workspace has a folder of its own in it. */
	readonly state: SandboxState;
	/** On 127.0.0.1. */
	readonly port: number;
	/** Of the homeserver of its ghosts: the first one, or one of its own. */
	readonly homeserverPort: number;
	readonly serverName: string;
	readonly plan: Plan | undefined;
	readonly serverVersion: ServerVersion;
	readonly runtime: AppRuntime;
	readonly progress: Progress;
	readonly onStarted: (stop: () => Promise<void> | void) => void;
}

/** A workspace beside the sandbox's first one. */
export interface SecondWorkspace {
	readonly url: string;
	/** Server name of the homeserver of its ghosts. */
	readonly domain: string;
	readonly admin: WorkspacePerson;
	readonly dora: WorkspacePerson;
	readonly erik: WorkspacePerson;
	/** Path of the registration file, which the homeserver has to load. */
	readonly registrationFile: string;
}

/**
 * Starts a second workspace with an app of its own, in a process of its own, and creates its people. The app can be used
 * when the homeserver runs with its registration file.
 */
export async function startSecondWorkspace(options: SecondWorkspaceOptions): Promise<SecondWorkspace> {
	const { port, plan, runtime, serverVersion, progress, onStarted } = options;
	const state = await SandboxState.open(options.state.path('second'));
	const [app, workspace] = await Promise.all([
		packagedApp(options.state, progress),
		startWorkspaceProcess({ stateFolder: state.folder, port, plan, serverVersion, runtime }),
	]);
	onStarted(() => workspace.stop());
	const { url } = workspace;
	const logIn = async (username: string, password: string) => {
		const person = await WorkspacePerson.login(url, username, password);
		onStarted(() => person.stop());
		return person;
	};
	const admin = await logIn(workspace.username, workspace.password);
	const administration = new WorkspaceAdministration(admin);
	progress(`second workspace runs: ${url}; its plan: ${planName(await administration.plan())}`);
	await installApp(administration, app, state, progress);
	const address = addressOfHomeserver(options.homeserverPort, options.serverName);
	const connection = {
		homeserverUrl: address.url,
		homeserverDomain: address.serverName,
		workspaceUrl: url,
	};
	await configureApp(administration, app.id, connection, identity);
	await giveToken(administration, app.id);
	const registration = 'registration.yaml';
	await state.write(registration, await downloadRegistration(administration, app.id));
	const person = async (username: string, name: string) => {
		const password = state.passwordOf(username);
		await administration.ensureUser({ username, password, name, email: `${username}@example.org` });
		return logIn(username, password);
	};
	return {
		url,
		domain: address.serverName,
		admin,
		dora: await person('dora', 'Dora'),
		erik: await person('erik', 'Erik'),
		registrationFile: path.resolve(state.path(registration)),
	};
}
