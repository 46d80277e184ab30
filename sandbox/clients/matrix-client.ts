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
	SyncState,
	type ICreateRoomOpts,
	type MatrixClient,
	type Room,
} from 'matrix-js-sdk';
import type { RoomMessageEventContent } from 'matrix-js-sdk/lib/types';
import type { MatrixContent } from './matrix-content';
import { messageOf, type MatrixMessage } from './matrix-message';
import { reactionOf, type MatrixReaction } from './matrix-reaction';
import { silentLogger } from './silent-logger';
import { waitFor } from './waiting';

/** How long the first sync may take, in milliseconds. */
const FIRST_SYNC_LIMIT = 60_000;
/** Milliseconds; so long that only what never comes fails, also on a busy machine. */
const WAIT_LIMIT = 60_000;

/** Somebody with a Matrix client. Whatever has no method here is done with `client`. */
export class MatrixPerson {
	private constructor(
		readonly client: MatrixClient,
		readonly userId: string,
	) {}

	/**
	 * Logs in with a password and begins to sync.
	 * @param url of the homeserver
	 * @throws MatrixError where the homeserver refuses
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

	/** Begins to sync with an access token that exists already. */
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
			listen: (again) => person.onAnything(again),
		});
		return person;
	}

	/** Stops syncing. The access token stays valid. */
	stop(): void {
		this.client.stopClient();
	}

	/** Makes a direct room and invites the other one into it, as clients do where "Start chat" is chosen. */
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

	/** Puts an emoji, or any text, to a message. @returns the id of the reaction's event; redacting it takes it back */
	async react(roomId: string, eventId: string, key: string): Promise<string> {
		const relation = { rel_type: RelationType.Annotation, event_id: eventId, key } as const;
		const sent = await this.client.sendEvent(roomId, EventType.Reaction, { 'm.relates_to': relation });
		return sent.event_id;
	}

	/** Takes an event of any kind back. */
	async redact(roomId: string, eventId: string): Promise<void> {
		await this.client.redactEvent(roomId, eventId);
	}

	/** The rooms that wait for an answer to an invitation. */
	invitations(): Room[] {
		return this.roomsWith(KnownMembership.Invite);
	}

	joinedRooms(): Room[] {
		return this.roomsWith(KnownMembership.Join);
	}

	/** The messages of a room that were synced so far, oldest first. */
	messages(roomId: string): MatrixMessage[] {
		const events = this.client.getRoom(roomId)?.getLiveTimeline().getEvents() ?? [];
		return events.map(messageOf).filter((message) => message !== undefined);
	}

	/** The reactions to a message that were synced so far, oldest first. */
	reactionsTo(roomId: string, eventId: string): MatrixReaction[] {
		const events = this.client
			.getRoom(roomId)
			?.relations.getChildEventsForEvent(eventId, RelationType.Annotation, EventType.Reaction)
			?.getRelations();
		return (events ?? []).map(reactionOf).filter((reaction) => reaction !== undefined);
	}

	/** What somebody is called in a room: the display name, told apart from those with the same one. */
	nameOf(roomId: string, userId: string): string {
		return this.client.getRoom(roomId)?.getMember(userId)?.name ?? userId;
	}

	/** User ids of those who joined a room. */
	membersOf(roomId: string): string[] {
		const members = this.client.getRoom(roomId)?.getJoinedMembers() ?? [];
		return members.map((member) => member.userId).sort();
	}

	/**
	 * Waits for a message, also one that is there already.
	 * @param timeout in milliseconds
	 * @throws Error that lists the room's messages when none matched in time
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

	/** Waits for an invitation. @throws Error when none came in time */
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
	 * Waits until somebody has joined a room. The homeserver is asked: matrix-js-sdk passes over the state of an event
	 * that comes while a message of one's own is being sent.
	 * @throws Error when they did not join in time
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

	/** Waits for anything that syncing can bring. @throws Error when it did not come in time */
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
			listen: (again) => this.onAnything(again),
			...wait,
		});
	}

	/** Calls back whenever something arrived. @returns how to stop that */
	onAnything(listener: () => void): () => void {
		const stops = [
			listened(this.client, ClientEvent.Sync, listener),
			listened(this.client, RoomEvent.Timeline, listener),
			listened(this.client, RoomEvent.LocalEchoUpdated, listener),
			listened(this.client, RoomEvent.MyMembership, listener),
			listened(this.client, RoomMemberEvent.Membership, listener),
			listened(this.client, MatrixEventEvent.Replaced, listener),
		];
		return () => stops.forEach((stop) => stop());
	}

	private roomsWith(membership: string): Room[] {
		return this.client.getRooms().filter((room) => room.getMyMembership() === membership);
	}
}

function listened(
	client: MatrixClient,
	event:
		| ClientEvent.Sync
		| RoomEvent.Timeline
		| RoomEvent.LocalEchoUpdated
		| RoomEvent.MyMembership
		| RoomMemberEvent.Membership
		| MatrixEventEvent.Replaced,
	listener: () => void,
): () => void {
	client.on(event, listener);
	return () => client.off(event, listener);
}
