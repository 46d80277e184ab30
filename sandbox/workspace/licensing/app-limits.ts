import { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { AppInstallationSource } from '@rocket.chat/apps-engine/server/storage';
import type { Licensing } from './licensing';

/**
 * Checks whether the plan lets an app be enabled (apps/meteor/ee/app/license/server/canEnableApp.ts): without a license
 * no private app, and five from the marketplace. An app that is enabled already counts.
 * @throws Error `license-prevented`
 */
export function assertMayBeEnabled(licensing: Licensing, app: ProxiedApp): void {
	const { installationSource, migrated, status } = app.getStorageItem();
	if (migrated || isEnabledStatus(status)) {
		return;
	}
	const isPrivate = installationSource === AppInstallationSource.PRIVATE;
	if (licensing.prevents(isPrivate ? 'privateApps' : 'marketplaceApps')) {
		throw new Error('license-prevented');
	}
}

/**
 * Decides at a start of the server which apps may run: the plan may have changed meanwhile. Only the apps that were started
 * before count (apps/meteor/ee/server/apps/orchestrator.js, `load`).
 * @returns a function that throws `license-prevented` for an app that may not; it is called for one app after the other
 */
export function limitsAtStart(licensing: Licensing): (app: ProxiedApp) => void {
	const started = { privateApps: 0, marketplaceApps: 0 };
	return (app) => {
		const { installationSource, migrated, status } = app.getStorageItem();
		const kind = installationSource === AppInstallationSource.PRIVATE ? 'privateApps' : 'marketplaceApps';
		if (!migrated && licensing.preventsAt(kind, started[kind])) {
			throw new Error('license-prevented');
		}
		started[kind] += isEnabledStatus(status) ? 1 : 0;
	};
}

/**
 * Disables the private apps of a workspace whose license lapsed (apps/meteor/ee/app/license/server/startup.ts, and
 * apps/meteor/ee/server/apps/orchestrator.js, `disablePrivateApps`).
 */
export async function disablePrivateApps(manager: AppManager): Promise<void> {
	for (const app of await manager.get({ enabled: true })) {
		if (app.getStorageItem().installationSource === AppInstallationSource.PRIVATE) {
			await manager.disable(app.getID());
		}
	}
}

function isEnabledStatus(status: AppStatus): boolean {
	return [AppStatus.AUTO_ENABLED, AppStatus.MANUALLY_ENABLED].includes(status);
}
