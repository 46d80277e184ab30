import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import { waitFor } from '../../sandbox/clients/waiting';

/** What the engine's controller of an app has beyond its types (AppsEngineDenoRuntime.js). */
interface ControllerParts {
	readonly deno: { readonly pid: number };
	readonly livenessManager: { getRuntimeData(): { restartCount: number } };
}

/** @returns the id of the app's process */
export function processOf(manager: AppManager, appId: string): number {
	return (manager.getOneById(appId).getRuntimeController() as unknown as ControllerParts).deno.pid;
}

/**
 * Kills the app's process as an operating system short of memory does. Nobody asks for the app's status meanwhile:
 * the engine keeps the answer for five minutes, also that the app is not enabled yet.
 * @returns when the engine has started it again
 */
export async function killApp(manager: AppManager, appId: string): Promise<void> {
	const controller = manager.getOneById(appId).getRuntimeController() as unknown as ControllerParts;
	const restarts = () => controller.livenessManager.getRuntimeData().restartCount;
	const before = restarts();
	process.kill(processOf(manager, appId), 'SIGKILL');
	await waitFor({
		what: 'an app that the engine has started again',
		timeout: 40_000,
		interval: 50,
		look: () => restarts() > before || undefined,
	});
}
