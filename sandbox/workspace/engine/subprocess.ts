import type { ChildProcess } from 'node:child_process';
import type { IRuntimeController } from '@rocket.chat/apps-engine/server/runtime/IRuntimeController';

/** What the engine's controller of a Deno subprocess has beyond its interface (AppsEngineDenoRuntime.js). */
interface DenoController extends IRuntimeController {
	deno?: ChildProcess;
}

const handled = new WeakSet<IRuntimeController>();

/**
 * Ignores errors of the pipe to a subprocess. The engine does not listen for them, and Node ends the process at an
 * error event without a listener: a write to a subprocess that has just died would end the workspace. The engine
 * notices by itself that the subprocess died, and restarts it.
 */
export function ignorePipeErrors(controller: IRuntimeController): void {
	if (handled.has(controller)) {
		return;
	}
	handled.add(controller);
	const ignore = (): void => {
		(controller as DenoController).deno?.stdin?.on('error', () => undefined);
	};
	ignore();
	// A subprocess that replaces one that died has a pipe of its own.
	controller.on('ready', ignore);
}

/**
 * Ends a subprocess and prevents a restart that is in progress. Requests that still wait for an answer fail at once:
 * the engine would wait for 30 seconds and keep this process alive.
 */
export function endSubprocess(controller: IRuntimeController): void {
	ignorePipeErrors(controller);
	const stopped = new Error('The workspace was stopped.');
	Object.assign(controller, {
		restartApp: async () => undefined,
		setupApp: () => Promise.reject(stopped),
		sendRequest: () => Promise.reject(stopped),
	});
	void controller.stopApp();
	for (const event of controller.eventNames()) {
		if (String(event).startsWith('result:')) {
			controller.emit(event, undefined, stopped);
		}
	}
}
