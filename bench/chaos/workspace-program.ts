import childProcess from 'node:child_process';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { persistenceCollection } from '../../sandbox/workspace/bridges/persistence';
import { startWorkspace, type Workspace } from '../../sandbox/workspace/workspace';
import { HostCallObserver } from './host-calls';
import type {
	NumberedRequest,
	WorkspaceCounts,
	WorkspaceFigures,
	WorkspaceReport,
	WorkspaceRequest,
	WorkspaceStart,
} from './workspace-protocol';

/**
 * A workspace in a process of its own, which can be killed. Its only argument is a `WorkspaceStart`; the parent asks
 * it over the channel of `fork`. SIGTERM stops the workspace in order, as it stops a server.
 */
const start = JSON.parse(process.argv[2] ?? '{}') as WorkspaceStart;
const observer = new HostCallObserver();
let workspace: Workspace | undefined;

/** What the engine's controller of an app has beyond its types (AppsEngineDenoRuntime.js). */
interface ControllerParts {
	readonly deno?: { readonly pid?: number };
	readonly livenessManager: { getRuntimeData(): { restartCount: number } };
}

process.on('SIGTERM', () => void stop());
process.on('disconnect', () => void stop());
process.on('message', (message) => {
	const { id, request } = message as NumberedRequest;
	void answerTo(request).then((answer) => report({ report: 'answer', id, answer }));
});

if (start.clockModule !== undefined) {
	startAppsWith(start.clockModule);
}
try {
	workspace = await startWorkspace(start);
	report({ report: 'ready' });
} catch (error) {
	report({ report: 'failed', reason: String(error) });
	process.exit(1);
}

/** Has the app's processes load a module first. Only in Node, where the engine starts them with `--permission`. */
function startAppsWith(module: string): void {
	const { spawn } = childProcess;
	const more = [`--require=${module}`, `--allow-fs-read=${path.dirname(module)}`];
	const spawnWithModule = (command: string, given: readonly string[], options: childProcess.SpawnOptions) =>
		spawn(command, given.includes('--permission') ? [...more, ...given] : given, options);
	Object.assign(childProcess, { spawn: spawnWithModule });
	syncBuiltinESMExports();
}

async function stop(): Promise<void> {
	await workspace?.stop();
	process.exit(0);
}

function report(message: WorkspaceReport): void {
	if (process.connected) {
		process.send?.(message);
	}
}

async function answerTo(request: WorkspaceRequest): Promise<unknown> {
	switch (request.ask) {
		case 'kill-app':
			return signalApp('SIGKILL');
		case 'freeze-app':
			return signalApp('SIGSTOP');
		case 'thaw-app':
			return signalApp('SIGCONT');
		case 'kill-at-host-call':
			observer.watch(request.kill);
			return true;
		case 'host-calls':
			return observer.end();
		case 'restarts':
			return restartsOf(await onlyApp());
		case 'counts':
			return counts();
		case 'figures':
			return figures();
	}
}

/** @returns whether the app had a process */
async function signalApp(signal: NodeJS.Signals): Promise<boolean> {
	const pid = controllerOf(await onlyApp())?.deno?.pid;
	try {
		return pid !== undefined && process.kill(pid, signal);
	} catch {
		return false;
	}
}

async function onlyApp(): Promise<ProxiedApp | undefined> {
	return (await workspace?.server.appManager().get())?.[0];
}

function controllerOf(app: ProxiedApp | undefined): ControllerParts | undefined {
	return app?.getRuntimeController() as unknown as ControllerParts | undefined;
}

function restartsOf(app: ProxiedApp | undefined): number {
	return controllerOf(app)?.livenessManager.getRuntimeData().restartCount ?? 0;
}

async function counts(): Promise<WorkspaceCounts> {
	return {
		appProcess: controllerOf(await onlyApp())?.deno?.pid,
		workspaceProcess: process.pid,
		hostCalls: Object.fromEntries(observer.counts),
	};
}

async function figures(): Promise<WorkspaceFigures> {
	const app = await onlyApp();
	const records = workspace ? persistenceCollection(workspace.server.database).find() : [];
	return {
		appMemory: residentMemory(controllerOf(app)?.deno?.pid),
		workspaceMemory: process.memoryUsage().rss,
		records: records.length,
		recordBytes: records.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0),
		restarts: restartsOf(app),
	};
}

/** @returns bytes, from /proc; 0 if there is no such process */
function residentMemory(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
		return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
	} catch {
		return 0;
	}
}
