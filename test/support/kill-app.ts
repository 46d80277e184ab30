import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { waitFor } from '../../sandbox/clients/waiting';

/** What the engine's controller of an app has beyond its types (AppsEngineDenoRuntime.js). */
interface ControllerParts {
	readonly deno?: { readonly pid: number };
	readonly livenessManager: { getRuntimeData(): { restartCount: number } };
	getProcessState(): string;
	once(event: 'constructed' | 'processExit', listener: () => void): void;
}

function controllerOf(app: ProxiedApp): ControllerParts {
	return app.getRuntimeController() as unknown as ControllerParts;
}

/** @returns the id of the app's process; undefined while the engine starts another one */
export function processOf(manager: AppManager, appId: string): number | undefined {
	return controllerOf(manager.getOneById(appId)).deno?.pid;
}

/**
 * Kills the app's process as an operating system short of memory does. Whoever asks for the app's status meanwhile, such as
 * a job of the app, gets the answer when the engine has started the app again: the engine would keep an earlier answer,
 * which is that the app is not enabled, for five minutes (`ProxiedApp.getStatus`).
 * @returns when the engine has started it again
 */
export async function killApp(manager: AppManager, appId: string): Promise<void> {
	const app = manager.getOneById(appId);
	const { getStatus } = app;
	const restarted = killAndWait(app);
	// The engine forgets the status at this event, in a listener before this one.
	controllerOf(app).once('processExit', () => {
		app.getStatus = async () => {
			await restarted;
			return getStatus();
		};
	});
	try {
		await restarted;
	} finally {
		app.getStatus = getStatus;
	}
}

/**
 * Kills the app's process and asks for its status before the engine has switched the app on again.
 * @returns when the engine has started it again
 */
export async function killAppAndAskForStatus(manager: AppManager, appId: string): Promise<void> {
	const app = manager.getOneById(appId);
	controllerOf(app).once('constructed', () => void app.getStatus());
	await killAndWait(app);
}

async function killAndWait(app: ProxiedApp): Promise<void> {
	const controller = controllerOf(app);
	const restarts = () => controller.livenessManager.getRuntimeData().restartCount;
	const before = restarts();
	process.kill(controller.deno?.pid ?? missingProcess(), 'SIGKILL');
	await waitFor({
		what: 'an app that the engine has started again',
		timeout: 40_000,
		interval: 50,
		// An attempt that failed counts as a restart too.
		look: () => (restarts() > before && controller.getProcessState() === 'ready') || undefined,
	});
}

function missingProcess(): never {
	throw new Error('the app has no process');
}

/** The engine's limit of a request to an app (AppsEngineDenoRuntime.js), in milliseconds. */
interface RequestLimit {
	readonly options: { timeout: number };
}

/** Makes the engine give up requests to an app after two seconds, not 30. How it notices a dead app stays as it is. */
export function shortenRequests(manager: AppManager, appId: string): void {
	const controller = manager.getOneById(appId).getRuntimeController() as unknown as RequestLimit;
	controller.options.timeout = 2_000;
}
