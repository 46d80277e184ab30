import type { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { AppActivationBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/AppActivationBridge';
import { guardSubprocess } from '../engine/subprocess';

/**
 * Rocket.Chat tells its web client and the other instances of apps that come, go or change
 * (apps/meteor/app/apps/server/bridges/activation.ts). The sandbox has neither; it tells who started it.
 */
export class AppActivationBridge extends EngineBridge {
	constructor(private readonly progress: (line: string) => void) {
		super();
	}

	protected async appAdded(app: ProxiedApp): Promise<void> {
		this.progress(`App ${app.getName()} ${app.getInfo().version} added`);
	}

	protected async appUpdated(app: ProxiedApp): Promise<void> {
		this.progress(`App ${app.getName()} updated to ${app.getInfo().version}`);
	}

	protected async appRemoved(app: ProxiedApp): Promise<void> {
		this.progress(`App ${app.getName()} removed`);
	}

	protected async appStatusChanged(app: ProxiedApp, status: AppStatus): Promise<void> {
		guardSubprocess(app.getRuntimeController());
		this.progress(`App ${app.getName()} is now ${status}`);
	}

	protected async actionsChanged(): Promise<void> {
		// Buttons of apps in the web client.
	}
}
