import type { ChildProcess } from 'node:child_process';
import type { IRuntimeController } from '@rocket.chat/apps-engine/server/runtime/IRuntimeController';

/** What the engine's controller of a Deno subprocess has beyond its interface (AppsEngineDenoRuntime.js). */
interface DenoController extends IRuntimeController {
	deno?: ChildProcess;
}

const guarded = new WeakSet<IRuntimeController>();

/**
 * Keeps a write to a subprocess that has just died from ending this process: the engine does not listen for errors of
 * the pipe, and Node ends a process over one that nobody hears. The engine notices the death by itself and restarts.
 */
export function guardSubprocess(controller: IRuntimeController): void {
	if (guarded.has(controller)) {
		return;
	}
	guarded.add(controller);
	const guard = (): void => {
		(controller as DenoController).deno?.stdin?.on('error', () => undefined);
	};
	guard();
	// Once for each subprocess that is started in the place of one that died.
	controller.on('ready', guard);
}

/**
 * Ends a subprocess for good: a restart that is under way does not come through. Whoever waits for an answer is told:
 * the engine would wait for 30 seconds and keep this process alive.
 */
export function endSubprocess(controller: IRuntimeController): void {
	guardSubprocess(controller);
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
