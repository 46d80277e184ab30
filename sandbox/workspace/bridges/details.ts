import { AppDetailChangesBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/AppDetailChangesBridge';

/**
 * Rocket.Chat tells its web client and the other instances that an app's setting changed
 * (apps/meteor/app/apps/server/bridges/details.ts). The sandbox has neither.
 */
export class AppDetailChangesBridge extends EngineBridge {
	protected onAppSettingsChange(): void {
		// Nothing to notify.
	}
}
