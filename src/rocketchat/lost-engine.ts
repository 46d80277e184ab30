/** Milliseconds until the process ends. The engine's own message about the error still gets to the app's log. */
const END_AFTER_MS = 50;

/** Any code but 0: the engine starts an app again unless it ended with 0. Engine 1.62.0: LivenessManager.js, `handleExit`. */
const EXIT_CODE = 1;

/** Exists in Deno only. */
declare const addEventListener:
	| undefined
	| ((type: 'unhandledrejection', listener: (event: { readonly reason: unknown }) => void) => void);

let isWatching = false;

/**
 * Ends the app's process when the engine can no longer reach it. The engine's decoder throws at a key `__proto__`, in a body
 * or in a record of the workspace, and the loop that reads calls ends with it. No call and no answer reaches the app from then
 * on. The engine does not notice while the app goes on sending, but starts an app that ends again at once. Engine 1.62.0:
 * deno-runtime/main.ts; Rocket.Chat 8.8 to 9.0: packages/apps/base-runtime/src/mainLoop.ts.
 * @param beforeEnd called first. The engine still gets what it sends, but no answer comes
 */
export function endProcessWhenEngineIsLost(beforeEnd: () => void): void {
	if (isWatching) {
		return;
	}
	isWatching = true;
	const onError = (error: unknown) => {
		if (isErrorOfDecoder(error)) {
			setTimeout(() => process.exit(EXIT_CODE), END_AFTER_MS);
			beforeEnd();
		}
	};
	if (typeof addEventListener === 'function') {
		addEventListener('unhandledrejection', ({ reason }) => onError(reason));
	} else {
		// Unlike a listener for `unhandledRejection`, it leaves the error to the engine, too.
		process.on('uncaughtExceptionMonitor', onError);
	}
}

/** @returns whether the error is that of @msgpack/msgpack, which the app itself does not use. A bundler may prefix its name */
export function isErrorOfDecoder(error: unknown): boolean {
	return error instanceof Error && error.name.endsWith('DecodeError');
}
