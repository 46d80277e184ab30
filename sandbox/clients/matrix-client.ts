import './promise-resolvers';
import {
	ClientEvent,
	createClient,
	EventType,
	KnownMembership,
	MatrixEventEvent,
	Preset,
	RelationType,
	RoomEvent,
	RoomMemberEvent,
	RoomStateEvent,
	SyncState,
	type ICreateRoomOpts,
	type MatrixClient,
	type Room,
} from 'matrix-js-sdk';
import type { RoomMessageEventContent } from 'matrix-js-sdk/lib/types';
import type { MatrixContent } from './matrix-content';
import { messageFromEvent, type MatrixMessage } from './matrix-message';
import { reactionFromEvent, type MatrixReaction } from './matrix-reaction';
import { silentLogger } from './silent-logger';
import { waitFor } from './waiting';

/** Time limit of the first sync, in milliseconds. */
const FIRST_SYNC_LIMIT = 60_000;
/** Default time limit of the `waitFor…` methods, in milliseconds; long enough for a busy machine. */
const WAIT_LIMIT = 60_000;

/** A person with a Matrix client that syncs. Use `client` for everything that has no method here. */
export class MatrixPerson {
	private constructor(
		readonly client: MatrixClient,
		readonly userId: string,
	) {}

	/**
	 * Logs in with a password and starts to sync.
	 * @param url of the homeserver
	 * @throws MatrixError if the homeserver refuses
	 */
	static async login(url: string, userId: string, password: string): Promise<MatrixPerson> {
		const { access_token: accessToken, user_id: ownId } = await createClient({
			baseUrl: url,
			logger: silentLogger,
		}).loginRequest({
			type: 'm.login.password',
			identifier: { type: 'm.id.user', user: userId },
			password,
			initial_device_display_name: 'sandbox',
		});
		return MatrixPerson.resume(url, { userId: ownId, accessToken });
	}

	/**
	 * Starts to sync with an existing access token.
	 * @param url of the homeserver
	 * @throws Error if the first sync takes too long
	 */
	static async resume(
		url: string,
		{ userId, accessToken }: { userId: string; accessToken: string },
	): Promise<MatrixPerson> {
		const client = createClient({ baseUrl: url, userId, accessToken, logger: silentLogger });
		const person = new MatrixPerson(client, userId);
		await client.startClient({ initialSyncLimit: 100, disablePresence: false });
		await waitFor({
			what: `a first sync of ${userId}`,
			timeout: FIRST_SYNC_LIMIT,
			look: () =>
				[SyncState.Prepared, SyncState.Syncing].includes(client.getSyncState() ?? SyncState.Error)
					? true
					: undefined,
			listen: (lookAgain) => person.onAnything(lookAgain),
		});
		return person;
	}

	/** Stops syncing. The access token stays valid. */
	stop(): void {
		this.client.stopClient();
	}

	/** Creates a direct room and invites somebody into it, as clients do for "Start chat". @returns the room's id */
	async createDirectRoom(userId: string): Promise<string> {
		return this.createRoom({ preset: Preset.TrustedPrivateChat, is_direct: true, invite: [userId] });
	}

	/** @returns the room's id */
	async createRoom(options: ICreateRoomOpts = {}): Promise<string> {
		return (await this.client.createRoom(options)).room_id;
	}

	async invite(roomId: string, userId: string): Promise<void> {
		await this.client.invite(roomId, userId);
	}

	async join(roomIdOrAlias: string): Promise<void> {
		await this.client.joinRoom(roomIdOrAlias);
	}

	async leave(roomId: string): Promise<void> {
		await this.client.leave(roomId);
	}

	/** @returns the event's id */
	async send(roomId: string, text: string): Promise<string> {
		return (await this.client.sendTextMessage(roomId, text)).event_id;
	}

	/** @returns the event's id */
	async sendContent(roomId: string, content: MatrixContent): Promise<string> {
		return (await this.client.sendMessage(roomId, content as RoomMessageEventContent)).event_id;
	}

	/**
	 * Reacts to a message.
	 * @param key an emoji or any other text
	 * @returns the id of the reaction's event; redacting it removes the reaction
	 */
	async react(roomId: string, eventId: string, key: string): Promise<string> {
		const relation = { rel_type: RelationType.Annotation, event_id: eventId, key } as const;
		const sent = await this.client.sendEvent(roomId, EventType.Reaction, { 'm.relates_to': relation });
		return sent.event_id;
	}

	/** Redacts an event of any type. */
	async redact(roomId: string, eventId: string): Promise<void> {
		await this.client.redactEvent(roomId, eventId);
	}

	/** The rooms with an invitation that is not accepted or rejected yet. */
	invitations(): Room[] {
		return this.roomsWith(KnownMembership.Invite);
	}

	joinedRooms(): Room[] {
		return this.roomsWith(KnownMembership.Join);
	}

	/** The messages of a room that are synced so far, oldest first. */
	messages(roomId: string): MatrixMessage[] {
		const events = this.client.getRoom(roomId)?.getLiveTimeline().getEvents() ?? [];
		return events.map(messageFromEvent).filter((message) => message !== undefined);
	}

	/** The reactions to a message that are synced so far, oldest first. */
	reactionsTo(roomId: string, eventId: string): MatrixReaction[] {
		const events = this.client
			.getRoom(roomId)
			?.relations.getChildEventsForEvent(eventId, RelationType.Annotation, EventType.Reaction)
			?.getRelations();
		return (events ?? []).map(reactionFromEvent).filter((reaction) => reaction !== undefined);
	}

	/** The display name of a room's member. If two members have the same one, the SDK adds the user id. */
	nameOf(roomId: string, userId: string): string {
		return this.client.getRoom(roomId)?.getMember(userId)?.name ?? userId;
	}

	/** The user ids of a room's joined members, sorted. */
	membersOf(roomId: string): string[] {
		const members = this.client.getRoom(roomId)?.getJoinedMembers() ?? [];
		return members.map((member) => member.userId).sort();
	}

	/**
	 * Waits for a message. A message that is already there counts too.
	 * @param timeout in milliseconds
	 * @throws Error that lists the room's messages if none matches in time
	 */
	async waitForMessage(
		roomId: string,
		predicate: (message: MatrixMessage) => boolean,
		timeout = WAIT_LIMIT,
	): Promise<MatrixMessage> {
		return this.waitUntil(`a matching message for ${this.userId} in ${roomId}`, {
			look: () => this.messages(roomId).find(predicate),
			timeout,
			instead: () =>
				JSON.stringify(this.messages(roomId).map(({ sender, body }) => `${sender}: ${body}`)),
		});
	}

	/** Waits for an invitation. @param timeout in milliseconds @throws Error if none matches in time */
	async waitForInvitation(
		predicate: (room: Room) => boolean = () => true,
		timeout = WAIT_LIMIT,
	): Promise<Room> {
		return this.waitUntil(`a matching invitation for ${this.userId}`, {
			look: () => this.invitations().find(predicate),
			timeout,
		});
	}

	/**
	 * Waits until somebody has joined a room. Asks the homeserver, because matrix-js-sdk ignores the state of an event
	 * that arrives while a message of this client is being sent.
	 * @param timeout in milliseconds
	 * @throws Error if they do not join in time
	 */
	async waitForMember(roomId: string, userId: string, timeout = WAIT_LIMIT): Promise<void> {
		await this.waitUntil(`${userId} in ${roomId}`, {
			look: async () => {
				const { joined } = await this.client.getJoinedRoomMembers(roomId);
				return userId in joined || undefined;
			},
			timeout,
		});
	}

	/**
	 * Waits until somebody's membership of a room is this one. Asks the homeserver, as `waitForMember` does.
	 * @throws Error if it is not in time
	 */
	async waitForMembership(roomId: string, userId: string, membership: string): Promise<void> {
		await this.waitUntil(`${membership} of ${userId} in ${roomId}`, {
			look: async () => {
				const member = await this.client
					.getStateEvent(roomId, 'm.room.member', userId)
					.catch(() => undefined);
				return (member?.membership ?? 'leave') === membership || undefined;
			},
		});
	}

	/**
	 * Waits for anything that a sync can change.
	 * @param what names it in the error
	 * @throws Error if it does not happen in time
	 */
	async waitUntil<Found>(
		what: string,
		wait: {
			look: () => Found | undefined | Promise<Found | undefined>;
			timeout?: number;
			instead?: () => string;
		},
	): Promise<Found> {
		return waitFor({
			what,
			timeout: WAIT_LIMIT,
			listen: (lookAgain) => this.onAnything(lookAgain),
			...wait,
		});
	}

	/** Calls the listener after everything that arrives. @returns a function that stops it */
	onAnything(listener: () => void): () => void {
		const stops = [
			addListener(this.client, ClientEvent.Sync, listener),
			addListener(this.client, RoomEvent.Timeline, listener),
			addListener(this.client, RoomEvent.LocalEchoUpdated, listener),
			addListener(this.client, RoomEvent.MyMembership, listener),
			addListener(this.client, RoomMemberEvent.Membership, listener),
			addListener(this.client, RoomMemberEvent.Typing, listener),
			addListener(this.client, RoomEvent.Receipt, listener),
			addListener(this.client, RoomStateEvent.Events, listener),
			addListener(this.client, MatrixEventEvent.Replaced, listener),
		];
		return () => stops.forEach((stop) => stop());
	}

	private roomsWith(membership: string): Room[] {
		return this.client.getRooms().filter((room) => room.getMyMembership() === membership);
	}
}

function addListener(
	client: MatrixClient,
	event:
		| ClientEvent.Sync
		| RoomEvent.Timeline
		| RoomEvent.LocalEchoUpdated
		| RoomEvent.MyMembership
		| RoomMemberEvent.Membership
		| RoomMemberEvent.Typing
		| RoomEvent.Receipt
		| RoomStateEvent.Events
		| MatrixEventEvent.Replaced,
	listener: () => void,
): () => void {
	client.on(event, listener);
	return () => client.off(event, listener);
}
