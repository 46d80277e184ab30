import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import { configurationFrom } from '../configuration';
import { readSettings } from '../rocketchat/settings';
import { callOwnPing } from './callback';

/** Milliseconds after the start at which the app is called: its endpoints answer only when `onEnable` has returned. */
const CALLED_AFTER_MS = [100, 500, 2_000, 10_000];

/**
 * Makes the platform call the app soon after its start. Only a call of the platform brings the accessors that its work needs. The
 * platform's own job may not come for minutes after a crash: the engine keeps the status of an app for five minutes, also the
 * one from before it was enabled. Engine 1.62.0: server/ProxiedApp.js, `getStatus`; AppSchedulerManager.js.
 * @param isAwake whether a call has come
 */
export function wakeSoon(environment: IEnvironmentRead, appId: string, isAwake: () => boolean): void {
	for (const delay of CALLED_AFTER_MS) {
		setTimeout(() => {
			if (!isAwake()) {
				// The status says what is wrong with the settings or the connection.
				wake(environment, appId).catch(() => undefined);
			}
		}, delay);
	}
}

/**
 * Calls an endpoint of the app at its own address. The homeserver is not asked to do so: it would at once repeat a transaction
 * at which the engine stops.
 */
async function wake(environment: IEnvironmentRead, appId: string): Promise<void> {
	const { values, workspace } = await readSettings(environment);
	const result = configurationFrom(values, `${workspace.siteUrl}/api/apps/public/${appId}`);
	if ('configuration' in result) {
		const { callbackUrl, hsToken } = result.configuration;
		await callOwnPing(callbackUrl, hsToken);
	}
}
