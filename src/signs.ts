import { carriesPresence } from './configuration';
import type { ConfiguredBridge } from './configured-bridge';
import { PresenceRequests } from './delivery/signs/presence-requests';
import { ReadEvents } from './delivery/signs/read-events';
import { TypingRequests } from './delivery/signs/typing-requests';
import { failureOf } from './failure';
import type { Handlers } from './handlers';
import type { Log } from './log';
import type { EphemeralEvent } from './matrix/ephemeral';
import type { RocketChatRoomId, RocketChatUserId } from './rocketchat/ids';
import type { Messages } from './rocketchat/messages';
import type { People } from './rocketchat/people';
import { RoomActivity } from './rocketchat/room-activity';
import { ShownPresence } from './rocketchat/shown-presence';
import { ShownTyping } from './rocketchat/shown-typing';
import type { SettingsState } from './settings-cache';
import type { Store } from './store/store';

/** The parts of the app that `Signs` uses. */
interface SignsParts {
	readonly messages: Messages;
	readonly people: People;
	readonly store: Pick<Store, 'progress' | 'pulledGhosts' | 'users'>;
	readonly handlers: Pick<Handlers, 'showEphemeral' | 'sendTyping' | 'readPresence' | 'tellPresence'>;
	readonly settingsState: () => Promise<SettingsState>;
	/** @throws FederationError `not-configured`, `store-too-new` */
	readonly requireBridge: () => Promise<ConfiguredBridge>;
	/** Whether the homeserver can be used, and tells this instance of the server. */
	readonly isTold: () => boolean;
	readonly log: Log;
}

/** What people see of each other at the moment. Nothing of it is stored or tried again, and nothing else waits for it. */
export class Signs {
	/** The people of Matrix who are shown as typing. */
	readonly shownTyping: ShownTyping;
	/** The people of the workspace of whom the homeserver knows that they are typing. */
	readonly typingRequests: TypingRequests;
	/** The people of the workspace of whom the homeserver knows that they are online. */
	readonly presenceRequests: PresenceRequests;
	/** The status of people on Matrix, as their bot users show it. */
	readonly shownPresence: ShownPresence;
	/** The newest messages of external people, and who has read them. */
	readonly readEvents = new ReadEvents();
	private readonly activity: RoomActivity;
	/** Whether the homeserver was told who is there, since the start and since presence was switched on. */
	private hasLooked = false;

	constructor(private readonly parts: SignsParts) {
		this.shownTyping = new ShownTyping({
			begin: (roomId, name) => parts.messages.beginTyping(roomId, name),
			mayStay: parts.isTold,
			onFailure: (error) => this.logFailure(error),
		});
		this.typingRequests = new TypingRequests((typing) =>
			this.attempt((bridge) => parts.handlers.sendTyping(bridge, typing)),
		);
		const onFailure = (error: unknown) => this.logFailure(error);
		this.presenceRequests = new PresenceRequests({
			isOn: async () => this.isPresenceOn(),
			read: async (userId) => parts.handlers.readPresence(await parts.requireBridge(), userId),
			tell: async (presence) => parts.handlers.tellPresence(await parts.requireBridge(), presence),
			isShown: async ({ ghostId, status }) => {
				const { homeserver } = await parts.requireBridge();
				return (await homeserver.signs.presenceOf(ghostId)) === status.presence;
			},
			onFailure,
		});
		this.shownPresence = new ShownPresence({
			people: parts.people,
			mayRemember: parts.isTold,
			onFailure,
		});
		this.activity = new RoomActivity({
			access: async () => {
				const { configuration, workspaceAccess } = await parts.settingsState();
				const { userId, token } = workspaceAccess;
				return configuration?.syncTyping && userId !== '' && token !== ''
					? workspaceAccess
					: undefined;
			},
			rooms: async () => {
				const { instances } = await parts.requireBridge();
				const listed = await parts.store.progress.all();
				const own = listed.filter(({ matrixRoomId }) => instances.owns(matrixRoomId));
				return own.sort((a, b) => b.checkedTo - a.checkedTo).map(({ roomId }) => roomId);
			},
			onTyping: (roomId, name, isTyping) => this.typingRequests.note({ roomId, name, isTyping }),
		});
	}

	/** What the bridge's handlers use of it. */
	get forBridge(): Pick<
		ConfiguredBridge,
		'shownTyping' | 'shownPresence' | 'typingRequests' | 'readEvents'
	> {
		const { shownTyping, shownPresence, typingRequests, readEvents } = this;
		return { shownTyping, shownPresence, typingRequests, readEvents };
	}

	/** Begins to listen to who types in the workspace, and tells the homeserver who is there. */
	start(): void {
		this.activity.start();
		this.tellWhoIsThere();
	}

	/** How far it is known who types in the workspace. */
	get activityState(): RoomActivity['state'] {
		return this.activity.state;
	}

	/** Tells that a setting has changed. */
	settingsChanged(): void {
		this.activity.lookSoon();
		this.presenceRequests.settingsChanged();
		this.tellWhoIsThere();
	}

	/** Tells that somebody of the workspace wrote in a federated room, so that its typing is heard from now on. */
	hear(roomId: RocketChatRoomId): void {
		this.activity.hear(roomId);
	}

	/** Tells that somebody's status has changed. Costs nothing more while presence is not carried over. */
	async statusChanged({ id }: { readonly id: string }): Promise<void> {
		if (await this.isPresenceOn()) {
			this.presenceRequests.note(id as RocketChatUserId);
		}
	}

	/** Shows in Rocket.Chat what the homeserver tells of the moment. */
	receive(events: readonly EphemeralEvent[]): void {
		if (events.length > 0) {
			this.attempt((bridge) => this.parts.handlers.showEphemeral(bridge, events));
		}
	}

	/** The homeserver shows a ghost as offline until it is told otherwise, and forgets it soon after the app has ended. */
	private tellWhoIsThere(): void {
		this.attempt(async () => {
			const hadLooked = this.hasLooked;
			this.hasLooked = await this.isPresenceOn();
			if (hadLooked && !this.hasLooked) {
				this.shownPresence.reset();
			}
			if (hadLooked || !this.hasLooked) {
				return;
			}
			const { pulledGhosts, users } = this.parts.store;
			for (const { ghostId } of await pulledGhosts.all()) {
				const link = await users.byMatrixId(ghostId);
				if (link) {
					this.presenceRequests.look(link.rocketChatId);
				}
			}
		});
	}

	private async isPresenceOn(): Promise<boolean> {
		const { configuration, workspace } = await this.parts.settingsState();
		return configuration !== undefined && carriesPresence(configuration, workspace);
	}

	private attempt(work: (bridge: ConfiguredBridge) => Promise<void>): void {
		this.parts
			.requireBridge()
			.then(work)
			.catch((error: unknown) => this.logFailure(error));
	}

	private logFailure(error: unknown): void {
		this.parts.log.failure('people do not see a sign of the other side', failureOf(error));
	}
}
