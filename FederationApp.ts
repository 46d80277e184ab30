import type {
	IConfigurationExtend,
	IConfigurationModify,
	IEnvironmentRead,
	IHttp,
	IModify,
	IPersistence,
	IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import { ApiSecurity, ApiVisibility } from '@rocket.chat/apps-engine/definition/api';
import type { IProcessor } from '@rocket.chat/apps-engine/definition/scheduler';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type {
	ISlashCommand,
	ISlashCommandPreviewItem,
	SlashCommandContext,
} from '@rocket.chat/apps-engine/definition/slashcommands';
import type {
	IUIKitInteractionHandler,
	IUIKitResponse,
	UIKitBlockInteractionContext,
} from '@rocket.chat/apps-engine/definition/uikit';
import { ensureSecrets } from './src/admin/secrets';
import { RecurringJob } from './src/admin/recurring-job';
import { wakeSoon } from './src/admin/wake';
import { endpointOf } from './src/api/endpoint';
import { routes } from './src/api/routes';
import { AppContext } from './src/app-context';
import { pressCardButton } from './src/commands/card-button';
import { announcement, previewCommand, runCommand, runPreview } from './src/commands/federation-command';
import { UserHooks } from './src/hooks/user-hooks';
import { Log } from './src/log';
import { pauseFor } from './src/pause-for';
import type { Host } from './src/rocketchat/host';
import { endProcessWhenEngineIsLost } from './src/rocketchat/lost-engine';
import { engineSettings } from './src/settings';
import { linkRoom } from './src/to-matrix/link-room';
import { resendParkedChange } from './src/to-matrix/recovery/parked-change';
import { closeEndedRooms } from './src/to-matrix/rooms/end-rooms';
import { resumeCreations } from './src/to-matrix/rooms/resume-creations';
import { resumeJoins } from './src/to-matrix/rooms/resume-joins';
import { resumeRooms } from './src/to-matrix/rooms/resume-rooms';
import { resumeAnswers } from './src/to-rocketchat/invitations/resume';
import { lookBack } from './src/to-matrix/recovery/look-back';
import { reconcileRoom } from './src/to-matrix/recovery/reconcile';
import { readPresence, tellPresence } from './src/to-matrix/signs/presence';
import { sendTyping } from './src/to-matrix/signs/typing';
import { relinkAndRelayToRocketChat } from './src/to-rocketchat/dispatch';
import { showEphemeral } from './src/to-rocketchat/signs/ephemeral';

/** The id of the recurring job. The server stores it, so it keeps its old name. */
const RECURRING_JOB = 'upkeep';

/**
 * Milliseconds after `onEnable` at which the engine certainly has its answer. An app that ends before is started again only
 * after 30 s. Engine 1.62.0: LivenessManager.js, `handleExit`.
 */
const ENABLED_AFTER_MS = 100;

/** Milliseconds that work has to end when the app is disabled. */
const ENDS_WITHIN_MS = 300;

/** Federates the workspace over Matrix. Registers the hooks, the command, the endpoints and the job; has no logic itself. */
export class FederationApp extends UserHooks implements IUIKitInteractionHandler {
	private readonly log = new Log();
	private context: AppContext | undefined;
	private recurringJob: RecurringJob | undefined;
	private tellEnabled: () => void = () => undefined;
	private readonly enabled = new Promise<void>((resolve) => (this.tellEnabled = resolve));

	protected override async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
		endProcessWhenEngineIsLost(() => this.context?.noteEngineLost());
		for (const setting of engineSettings) {
			await configuration.settings.provideSetting({ ...setting });
		}
		await configuration.api.provideApi({
			visibility: ApiVisibility.PUBLIC,
			security: ApiSecurity.UNSECURE,
			endpoints: routes.map((route) => endpointOf(this, route)),
		});
		await configuration.scheduler.registerProcessors([this.recurringJobProcessor()]);
		// Last: if the app is enabled a second time, the engine still has the command, throws, and skips what follows.
		await configuration.slashCommands.provideSlashCommand(this.command());
	}

	override async onEnable(
		environment: IEnvironmentRead,
		{ scheduler }: IConfigurationModify,
	): Promise<boolean> {
		await ensureSecrets(environment.getSettings(), this.getAccessors().environmentWriter.getSettings());
		// The process lives on while the app is disabled. Settings, plan and connection may have changed meanwhile.
		this.context?.invalidateSettings();
		this.context?.setPaused(false);
		this.recurringJob = undefined;
		// The homeserver can reach the endpoints only after this has returned, so the first check comes a little later.
		await scheduler.scheduleRecurring({ id: RECURRING_JOB, interval: '30 seconds', skipImmediate: true });
		await scheduler.scheduleOnce({ id: RECURRING_JOB, when: '1 second' });
		wakeSoon(environment, this.getID(), () => this.context !== undefined);
		setTimeout(() => this.tellEnabled(), ENABLED_AFTER_MS);
		return true;
	}

	/** The engine calls it also before it removes the app. What is under way has a moment to end. */
	override async onDisable(): Promise<void> {
		this.context?.setPaused(true);
		await pauseFor(ENDS_WITHIN_MS);
	}

	/** Returns nothing, which leaves the setting as it is: the engine would log a returned setting, secrets included. */
	override async onPreSettingUpdate(): Promise<ISetting> {
		return undefined as never;
	}

	/** Ends when the store has what the next start must know of the change: the server may be stopped right after. */
	override async onSettingUpdated(): Promise<void> {
		await this.context?.settingsChanged();
		this.recurringJob?.settingsChanged();
	}

	/** Somebody has pressed a button of a message of the app. */
	async executeBlockActionHandler(
		context: UIKitBlockInteractionContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<IUIKitResponse> {
		const pressed = context.getInteractionData();
		await this.handle({ read, modify, persistence }, (app) => pressCardButton(app, pressed));
		return context.getInteractionResponder().successResponse();
	}

	override async handle<Result>(host: Host, work: (app: AppContext) => Promise<Result>): Promise<Result> {
		this.context ??= this.startContext(host);
		try {
			return await work(this.context);
		} catch (error) {
			this.log.error('a handler failed', { cause: String(error) });
			throw error;
		} finally {
			this.log.flush(this.getLogger());
		}
	}

	protected override get contextIfAny(): AppContext | undefined {
		return this.context;
	}

	/** Starts the app's work with the first call of the platform that passes its accessors. */
	private startContext(host: Host): AppContext {
		const context = new AppContext(host, this.getID(), this.log, {
			handleEvent: relinkAndRelayToRocketChat,
			linkRoom,
			reconcileRoom,
			lookBack,
			showEphemeral,
			sendTyping,
			readPresence,
			tellPresence,
			resendParkedChange,
			finishInterrupted: async (bridge) => {
				await resumeAnswers(bridge);
				await resumeCreations(bridge);
				await resumeRooms(bridge);
				await resumeJoins(bridge);
				await closeEndedRooms(bridge);
			},
		});
		context.start(this.enabled);
		return context;
	}

	private command(): ISlashCommand & { app: FederationApp } {
		return {
			...announcement,
			app: this,
			executor(
				context: SlashCommandContext,
				read: IRead,
				modify: IModify,
				_http: IHttp,
				persistence: IPersistence,
			) {
				return this.app.handle({ read, modify, persistence }, (app) => runCommand(app, context));
			},
			previewer(
				context: SlashCommandContext,
				read: IRead,
				modify: IModify,
				_http: IHttp,
				persistence: IPersistence,
			) {
				return this.app.handle({ read, modify, persistence }, (app) => previewCommand(app, context));
			},
			executePreviewItem(
				item: ISlashCommandPreviewItem,
				context: SlashCommandContext,
				read: IRead,
				modify: IModify,
				_http: IHttp,
				persistence: IPersistence,
			) {
				return this.app.handle({ read, modify, persistence }, (app) =>
					runPreview(app, item, context),
				);
			},
		};
	}

	private recurringJobProcessor(): IProcessor {
		return {
			id: RECURRING_JOB,
			async processor(this: FederationApp, _job, read, modify, _http, persistence) {
				await this.handle({ read, modify, persistence }, (app) => {
					this.recurringJob ??= new RecurringJob(app);
					return this.recurringJob.run();
				});
			},
		};
	}
}
