import type { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { AppActivationBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/AppActivationBridge';
import { ignorePipeErrors } from '../engine/subprocess';

/**
 * Rocket.Chat tells its web client and the other instances when an app is added, removed or changed
 * (apps/meteor/app/apps/server/bridges/activation.ts). The sandbox has neither; it reports the change to `progress`.
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
		ignorePipeErrors(app.getRuntimeController());
		this.progress(`App ${app.getName()} is now ${status}`);
	}

	protected async actionsChanged(): Promise<void> {
		// This is about buttons of apps in the web client.
	}
}
