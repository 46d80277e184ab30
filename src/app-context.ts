import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { newBridgeMemory } from './bridge-memory';
import { HomeserverState } from './delivery/outage/homeserver-state';
import { LastSent } from './delivery/outage/last-sent';
import { Instances } from './delivery/instances/instances';
import { InterruptedWork } from './delivery/outage/interrupted-work';
import { RoomQueues } from './delivery/room-queues';
import { FederationError } from './errors';
import type { ConfiguredBridge } from './configured-bridge';
import { CurrentBridge } from './current-bridge';
import type { Handlers } from './handlers';
import { failureOf, withHostFailures } from './failure';
import { textsFor, type Texts } from './i18n';
import type { Log } from './log';
import { Incoming } from './incoming';
import { Outgoing } from './outgoing';
import { Plan } from './plan/plan';
import { probeHomeserver } from './probe-homeserver';
import { noteLostEvents } from './restored-homeserver';
import type { Host } from './rocketchat/host';
import type { Avatars } from './rocketchat/avatars';
import type { CustomEmoji } from './rocketchat/custom-emoji';
import type { FileMessages } from './rocketchat/file-messages';
import type { Messages } from './rocketchat/messages';
import type { People } from './rocketchat/people';
import type { Rooms } from './rocketchat/rooms';
import { restLicense, settingsLicense } from './rocketchat/license-sources';
import type { WorkspaceRest } from './rocketchat/rest';
import { openWorkspace } from './rocketchat/workspace-parts';
import { Signs } from './signs';
import { SettingsCache, type SettingsState } from './settings-cache';
import { idsForLog, type ParkedToMatrix } from './store/parked-events';
import { openSchema } from './store/schema';
import { Store } from './store/store';
import { waitAtMost } from './wait-at-most';

/** Milliseconds for which the comparison of rooms waits until the app is enabled. */
const ENABLED_WITHIN_MS = 10_000;

/**
 * Everything that exists as long as the app runs, whether or not it is configured. Creates the parts and connects them,
 * once. The bridge itself needs complete settings: `requireBridge`.
 */
export class AppContext {
	readonly store: Store;
	readonly people: People;
	readonly rooms: Rooms;
	readonly messages: Messages;
	readonly fileMessages: FileMessages;
	/** The workspace's own REST API. */
	readonly rest: WorkspaceRest;
	readonly avatars: Avatars;
	readonly customEmoji: CustomEmoji;
	readonly plan: Plan;
	readonly memory = newBridgeMemory();
	readonly queues = new RoomQueues();
	readonly incoming: Incoming;
	readonly outgoing: Outgoing;
	readonly signs: Signs;
	readonly homeserverState: HomeserverState;
	/** The instances of the server, and which of them relays which room. */
	readonly instances: Instances;
	/** When a request with another token than hs_token came last, milliseconds since 1970. */
	tokenRefusedAt: number | undefined;
	/** Until when the homeserver has asked to slow down, milliseconds since 1970. */
	limitedUntil = 0;
	private readonly interrupted: InterruptedWork;
	private readonly lastSent = new LastSent();
	private readonly settings: SettingsCache;
	private readonly bridge: CurrentBridge;
	private opened: Promise<number> | undefined;
	private doubtNoted: Promise<void> | undefined;

	constructor(
		private readonly host: Host,
		appId: string,
		readonly log: Log,
		private readonly handlers: Handlers,
	) {
		this.store = new Store({ write: host.persistence, read: host.read.getPersistenceReader() }, (items) =>
			log.warn('parked events are removed: too many, or too old', idsForLog(items)),
		);
		this.settings = new SettingsCache(host.read, appId);
		const access = async () => (await this.settingsState()).workspaceAccess;
		const workspace = openWorkspace(host, appId, access, this.store.workedToken);
		this.people = workspace.people;
		this.rooms = workspace.rooms;
		this.messages = workspace.messages;
		this.fileMessages = workspace.fileMessages;
		this.rest = workspace.rest;
		this.avatars = workspace.avatars;
		this.customEmoji = workspace.customEmoji;
		this.plan = new Plan(
			[restLicense(this.rest), settingsLicense(() => host.read.getEnvironmentReader())],
			this.store.plan,
		);
		const requireBridge = () => this.requireBridge();
		const openStore = () => this.openStore();
		this.signs = new Signs({
			...{ messages: this.messages, people: this.people, store: this.store, handlers, log },
			...{ requireBridge, settingsState: () => this.settingsState() },
			isTold: () => this.homeserverState.isUsable && this.instances.isAlone,
		});
		this.interrupted = new InterruptedWork({
			finish: () => this.finishInterrupted(),
			onFailure: (error) => log.failure('what was interrupted could not be read', failureOf(error)),
		});
		this.instances = new Instances({
			table: this.store.instances,
			openStore,
			onAgreed: async () => {
				this.store.forgetMemory();
				this.interrupted.begin(); // the platform's job may not come for five minutes after a crash
				await Promise.all([this.outgoing.compareAll(), this.incoming.transactions.resumeOnce()]);
			},
			onFailure: (error) =>
				log.failure('the other instances of the server could not be read', failureOf(error)),
		});
		this.store.members.rememberOnlyIf((roomId) => this.instances.owns(roomId));
		this.homeserverState = new HomeserverState({
			probe: async () => probeHomeserver(await this.requireBridge()),
			recover: async () => {
				this.interrupted.beginAfterOutage();
				const noted = this.noteLostEvents();
				await Promise.all([
					this.incoming.intake.catchUp(noted),
					noted.then(() => this.outgoing.resume()),
				]);
			},
		});
		this.incoming = new Incoming({
			...{ store: this.store, queues: this.queues, instances: this.instances },
			...{ state: this.homeserverState, dropped: this.memory.droppedEvents, log },
			...{ openStore, requireBridge },
			handleEvent: async (event) => handlers.handleEvent(await withHostFailures(requireBridge), event),
			onEphemeral: (events) => this.signs.receive(events),
		});
		this.outgoing = new Outgoing({
			...{ store: this.store, queues: this.queues, instances: this.instances },
			...{ state: this.homeserverState, openStore, log },
			linkRoom: async (roomId) => handlers.linkRoom(await this.requireBridge(), roomId),
			reconcileRoom: async (roomId) => handlers.reconcileRoom(await this.requireBridge(), roomId),
			lookBack: async (roomId) => handlers.lookBack(await this.requireBridge(), roomId),
			tellDelay: async (actor, roomId, threadId) => {
				const text = await this.textsFor(actor);
				await this.messages.tell(actor.id, roomId, text('message_delayed'), threadId);
			},
		});
		this.bridge = new CurrentBridge(
			{
				...workspace,
				...this.signs.forBridge,
				...this.memory,
				...{ plan: this.plan, store: this.store, queues: this.queues, instances: this.instances },
				...{ outgoing: this.outgoing, homeserverState: this.homeserverState },
				...{ handleEvent: handlers.handleEvent, log },
			},
			{
				onLimited: (milliseconds) => (this.limitedUntil = Date.now() + milliseconds),
				onSent: (event) => {
					this.lastSent.note(event);
					this.incoming.intake.sent(event.eventId);
				},
				onOtherConnection: () => this.doubtConnection(),
			},
		);
	}

	/**
	 * Starts the work that no event of the platform starts. What came from Matrix is read first: the app may end again when it
	 * reads the workspace's rooms.
	 * @param enabled settles when the app may end without harm
	 */
	start(enabled: Promise<void>): void {
		this.instances.start();
		const mayReadRooms = Promise.all([waitAtMost(enabled, ENABLED_WITHIN_MS), this.incoming.start()]);
		this.outgoing.start(mayReadRooms);
		void mayReadRooms.finally(() => this.signs.start());
	}

	/**
	 * Stops, or goes on with, the work that no event of the platform starts. The process lives on while the app is disabled. It must
	 * not call the engine while the app is being removed: the engine would keep the accessors of the removed app for the one
	 * that is installed next, which then reads the old settings (AppAccessorManager, `purifyApp`).
	 */
	setPaused(isPaused: boolean): void {
		this.instances.setPaused(isPaused);
		this.incoming.intake.setPaused(isPaused);
		this.outgoing.forgetRooms();
	}

	/** Notes, before the process ends, what the engine could not pass to it. Does not wait for the store. */
	noteEngineLost(): void {
		this.outgoing.noteEngineLost();
	}

	/** Removes parked items that are too old or too many. @throws FederationError `store-too-new` */
	async enforceParkedLimits(): Promise<void> {
		await this.openStore();
		await this.store.parked.enforceLimits();
	}

	/** Finishes what a stop of the app, or an outage, has interrupted; see `Handlers`. */
	async finishInterrupted(): Promise<void> {
		if ((await this.settingsState()).configuration) {
			await this.handlers.finishInterrupted(await this.requireBridge());
		}
	}

	/**
	 * Sends a parked change of Rocket.Chat to Matrix again.
	 * @throws FederationError or HomeserverError if it is not sent; it then stays parked
	 */
	async retryOutgoing(item: ParkedToMatrix): Promise<void> {
		await this.handlers.resendParkedChange(await this.requireBridge(), item);
	}

	/** Makes the next call read the settings again, and ask the sources of the plan again, which depend on them. */
	invalidateSettings(): void {
		this.settings.invalidate();
		this.plan.invalidate();
		this.avatars.forgetRefusal();
		this.memory.avatarChecks.forget();
		this.customEmoji.forget();
		this.homeserverState.probeSoon();
		this.signs.settingsChanged();
	}

	/** Uses changed settings from now on. If they name another connection, that is stored before this ends. */
	async settingsChanged(): Promise<void> {
		this.invalidateSettings();
		await this.requireBridge().catch(() => undefined); // there is none while a setting is missing
		await this.doubtNoted;
	}

	/** @returns the settings, at most a minute old, also if they have problems */
	async settingsState(): Promise<SettingsState> {
		return this.settings.state();
	}

	/** @returns the texts in the reader's language; in English if the settings cannot be read */
	async textsFor(reader: Pick<IUser, 'settings'>): Promise<Texts> {
		const { workspace } = await this.settingsState().catch(() => ({ workspace: { language: '' } }));
		return textsFor(reader, workspace);
	}

	/**
	 * @returns the bridge
	 * @throws FederationError `not-configured`, `store-too-new`
	 */
	async requireBridge(): Promise<ConfiguredBridge> {
		await this.openStore();
		const { configuration, workspace, commandRoles } = await this.settingsState();
		if (!configuration) {
			throw new FederationError('not-configured');
		}
		return this.bridge.for({ configuration, workspace, commandRoles });
	}

	/**
	 * Checks the layout of the store, once after a start of the app, before anything reads or writes it.
	 * @returns when the store of an older version was upgraded, milliseconds since 1970; 0 for one that this version began
	 * @throws FederationError `store-too-new`
	 */
	openStore(): Promise<number> {
		this.opened ??= this.readStore().catch((error: unknown) => {
			this.opened = undefined;
			throw error;
		});
		return this.opened;
	}

	/** A failure is logged: the next outage, or the next start, compares again. */
	private async noteLostEvents(): Promise<void> {
		try {
			if (await noteLostEvents(await this.requireBridge(), this.lastSent)) {
				this.incoming.ghosts.forgetTokens();
			}
		} catch (error) {
			this.log.failure('could not find out what the homeserver still has', failureOf(error));
		}
	}

	/** Nothing is sent or relayed before the new settings of the connection are known to be right. */
	private doubtConnection(): void {
		this.homeserverState.reportOutage();
		this.doubtNoted = this.store.doubtedConnection
			.note()
			.catch((error: unknown) => this.log.failure('a change could not be noted', failureOf(error)));
	}

	private async readStore(): Promise<number> {
		const upgradedAt = await openSchema({
			write: this.host.persistence,
			read: this.host.read.getPersistenceReader(),
		});
		if (await this.store.doubtedConnection.isNoted()) {
			this.homeserverState.reportOutage();
		}
		return upgradedAt;
	}
}
