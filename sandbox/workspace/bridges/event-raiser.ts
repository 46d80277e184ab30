import type { IListenerExecutor } from '@rocket.chat/apps-engine/server/managers/AppListenerManager';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';

/** The engine's name of an event, such as `IPostMessageSent`. */
export type Event = keyof IListenerExecutor;

/** What the engine passes to the handlers of an event. */
export type Data<E extends Event> = IListenerExecutor[E]['args'][0];

/** Sends events to the engine, if one is running. */
export abstract class EventRaiser {
	constructor(protected readonly server: Server) {}

	protected execute<E extends Event>(
		manager: AppManager,
		event: E,
		data: Data<E>,
	): Promise<IListenerExecutor[E]['result']> {
		return manager.getListenerManager().executeListener(event, data);
	}

	protected async post<E extends Event>(event: E, data: () => Data<E>): Promise<void> {
		const manager = this.manager();
		if (!manager) {
			return;
		}
		try {
			await this.execute(manager, event, data());
		} catch (error) {
			// The change has happened already. Rocket.Chat logs the error and goes on.
			console.error(`${event}:`, error);
		}
	}

	/** The engine, once its apps are loaded. */
	protected manager(): AppManager | undefined {
		try {
			const manager = this.server.appManager();
			return manager.areAppsLoaded() ? manager : undefined;
		} catch {
			return undefined;
		}
	}
}

/** Converts an app's refusal, an `AppsEngineException`, to the error `error-app-prevented`, which the person sees. */
export async function convertRefusal<R>(event: Promise<R>): Promise<R> {
	try {
		return await event;
	} catch (error) {
		if (error instanceof Error && error.name === 'AppsEngineException') {
			throw new MeteorError('error-app-prevented', error.message);
		}
		throw error;
	}
}
