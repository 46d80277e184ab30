import type { Progress } from './homeserver/command';
import type { SandboxState } from './state';
import { nameOfRuntime, type AppRuntime } from './workspace/engine/app-runtime';
import type { ServerVersion } from './workspace/server-version';
import { startWorkspace, type Workspace } from './workspace/workspace';

export const ADMIN = 'admin';
/** The folder of the workspace in the state's folder. */
export const WORKSPACE_FOLDER = 'workspace';

interface WorkspaceToRun {
	readonly state: SandboxState;
	/** On 127.0.0.1. */
	readonly workspacePort: number;
	/** The version of Rocket.Chat that the workspace behaves as. */
	readonly serverVersion: ServerVersion;
	/** What runs the app's code. */
	readonly runtime: AppRuntime;
	readonly progress: Progress;
	/** Called as soon as the workspace runs, with what stops it. */
	readonly onStarted: (stop: () => Promise<void> | void) => void;
}

/** Starts the sandbox's own workspace in the state's folder. Its administrator has the state's password. */
export async function runWorkspace({
	state,
	workspacePort,
	serverVersion,
	runtime,
	progress,
	onStarted,
}: WorkspaceToRun): Promise<Workspace> {
	const workspace = await startWorkspace({
		port: workspacePort,
		directory: state.path(WORKSPACE_FOLDER),
		version: serverVersion,
		admin: { username: ADMIN, password: state.passwordOf(ADMIN) },
		runtime,
		progress,
	});
	onStarted(() => workspace.stop());
	const behaviour = `as Rocket.Chat ${serverVersion}, apps run in ${nameOfRuntime(runtime)}`;
	progress(`workspace runs: ${workspace.url} (${behaviour})`);
	return workspace;
}
