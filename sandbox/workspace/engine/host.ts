import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { WorkspaceBridges } from '../bridges/workspace-bridges';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import type { Database } from '../database/database';
import type { AppRuntime } from './app-runtime';
import { prepareDenoRuntime } from './deno-runtime';
import { nodeRuntimeFile } from './node-runtime/bundle';
import { runAppsInNode } from './node-runtime/node-controller';
import { nodeProgram } from './node-runtime/node-program';
import { AppLogs, AppPackages, AppStorage } from './storages';
import { endSubprocess } from './subprocess';
import { logUnawaitedFailures } from './unawaited-events';

/** The Apps-Engine with its apps: what Rocket.Chat calls the orchestrator. */
export interface EngineHost {
	/** Ends the apps and their subprocesses. Which of them were enabled stays stored. */
	stop(): Promise<void>;
}

/** Milliseconds that the apps have for their `onDisable` when the workspace stops. */
const disableTimeout = 5000;

/**
 * Starts the engine and the apps that are installed, one after the other, then the scheduler
 * (apps/meteor/ee/server/apps/orchestrator.js, `load`).
 * @param directory - of the workspace
 * @param runtime - what runs the code of the apps
 * @param assertMayStart - throws if the plan lets an app not run; the app then stays as it is
 * @param created - called with the manager before any app runs, since apps call the workspace while they start
 */
export async function startEngine(
	database: Database,
	bridges: WorkspaceBridges,
	directory: string,
	runtime: AppRuntime,
	assertMayStart: (app: ProxiedApp) => void,
	created: (manager: AppManager) => void,
	progress: (line: string) => void,
): Promise<EngineHost> {
	const prepare = await preparedRuntime(runtime, progress);
	const tempFilePath = join(directory, 'temp');
	mkdirSync(tempFilePath, { recursive: true });
	const manager = new AppManager({
		metadataStorage: new AppStorage(database),
		logStorage: new AppLogs(database, runtime === 'node'),
		sourceStorage: new AppPackages(join(directory, 'apps')),
		bridges,
		tempFilePath,
	});
	prepare(manager);
	logUnawaitedFailures(manager.getListenerManager());
	created(manager);
	const scheduler = bridges.getSchedulerBridge();
	const stop = async (): Promise<void> => {
		scheduler.stopScheduler();
		const controllers = (await manager.get()).map((app) => app.getRuntimeController());
		const overdue = setTimeout(() => controllers.forEach(endSubprocess), disableTimeout);
		await manager.unload(false);
		clearTimeout(overdue);
		controllers.forEach(endSubprocess);
		removeManagerInstance();
	};
	try {
		await manager.load();
		for (const app of await manager.get()) {
			try {
				assertMayStart(app);
			} catch (error) {
				progress(`${app.getName()} could not be enabled: ${String(error)}`);
				continue;
			}
			await manager.loadOne(app.getID());
		}
	} catch (error) {
		await stop();
		throw error;
	}
	scheduler.startScheduler();
	return { stop };
}

/** @returns what makes a manager run its apps in this runtime */
async function preparedRuntime(
	runtime: AppRuntime,
	progress: (line: string) => void,
): Promise<(manager: AppManager) => void> {
	if (runtime === 'deno') {
		await prepareDenoRuntime(progress);
		return () => undefined;
	}
	const [node, file] = await Promise.all([nodeProgram(progress), nodeRuntimeFile()]);
	return (manager) => runAppsInNode(manager, node, file);
}

/** The engine allows one manager in a process; a test starts several workspaces one after the other. */
function removeManagerInstance(): void {
	Object.assign(AppManager, { Instance: undefined });
}
