import type { AppListenerManager } from '@rocket.chat/apps-engine/server/managers/AppListenerManager';

/** The methods that the engine calls for an event without waiting for them (server/managers/AppListenerManager.js, `executeListener`). */
const unawaited = [
	'executePostMessageSent',
	'executePostSystemMessageSent',
	'executePostMessageDelete',
	'executePostMessageUpdated',
	'executePostRoomCreate',
	'executePostRoomDeleted',
] as const;

/** Those methods, which the engine declares as private. */
type EventMethods = Record<(typeof unawaited)[number], (data: unknown) => Promise<unknown>>;

/**
 * Logs what these methods reject with: while the process of an app starts again, it does not know the app's methods, and
 * answers “Method not found”. Nobody takes that answer. Node would end the workspace; Rocket.Chat logs it and goes on, since
 * it handles `unhandledRejection`.
 * @param listeners - of the engine's manager
 */
export function logUnawaitedFailures(listeners: AppListenerManager): void {
	const methods = listeners as unknown as EventMethods;
	for (const name of unawaited) {
		const call = methods[name].bind(listeners);
		methods[name] = (data) => call(data).catch((error: unknown) => console.error(`${name}:`, error));
	}
}
