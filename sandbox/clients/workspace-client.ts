import { RealtimeConnection } from './realtime-connection';
import { RestConnection } from './rest-connection';
import { waitFor } from './waiting';
import type { MessageButton } from './message-buttons';
import { workspaceMessageOf, type WorkspaceMessage } from './workspace-message';
import type { CommandPreview, PreviewItem, WorkspaceRoom, WorkspaceSubscription } from './workspace-room';

/** Default time limit of the `waitFor…` methods, in milliseconds; long enough for a busy machine. */
const WAIT_LIMIT = 60_000;
/** Time between two calls of `im.list` while `waitForDirectRoom` waits, in milliseconds. */
const ROOM_INTERVAL = 100;

/** A person with a Rocket.Chat client. Use `rest` and `realtime` for everything that has no method here. */
export class WorkspacePerson {
	/** Ephemeral messages since the login, oldest first. Only this person sees them; the server does not store them. */
	readonly notices: WorkspaceMessage[] = [];
	/** Rooms that `listenTo` was called for: new and changed messages, and the subscription. */
	private readonly listenedRooms = new Map<
		string,
		{ messages: WorkspaceMessage[]; subscribed: Promise<void> }
	>();
	private readonly listeners = new Set<() => void>();

	private constructor(
		readonly rest: RestConnection,
		readonly realtime: RealtimeConnection,
		readonly userId: string,
		readonly username: string,
		readonly authToken: string,
	) {}

	/**
	 * Logs in by `POST /api/v1/login` and subscribes to ephemeral messages.
	 * @param url of the workspace, without a slash at the end
	 * @throws RestError if the workspace refuses
	 */
	static async login(url: string, username: string, password: string): Promise<WorkspacePerson> {
		const { data } = await new RestConnection(url, undefined).post<{
			data: { userId: string; authToken: string };
		}>('/api/v1/login', { user: username, password });
		const realtime = await RealtimeConnection.open(url, data.authToken);
		const rest = new RestConnection(url, data);
		const person = new WorkspacePerson(rest, realtime, data.userId, username, data.authToken);
		await realtime.subscribe('notify-user', `${data.userId}/message`, (raw) => {
			person.notices.push(
				workspaceMessageOf({ u: { username: '' }, ts: { $date: Date.now() }, ...Object(raw) }),
			);
			person.notifyListeners();
		});
		return person;
	}

	/** Closes the realtime connection. The login stays valid. */
	stop(): void {
		this.realtime.close();
	}

	/** `users.setPreferences`. @param language for example `de` or `pt-BR` */
	async setLanguage(language: string): Promise<void> {
		await this.rest.post('/api/v1/users.setPreferences', { data: { language } });
	}

	/** `im.create`: opens the direct room with these people, or finds the existing one. @returns the room's id */
	async directRoom(...usernames: string[]): Promise<string> {
		const who = usernames.length === 1 ? { username: usernames[0] } : { usernames: usernames.join(',') };
		const { room } = await this.rest.post<{ room: { _id: string } }>('/api/v1/im.create', who);
		return room._id;
	}

	/** `im.list`: this person's direct rooms. */
	async directRooms(): Promise<WorkspaceRoom[]> {
		return (await this.rest.get<{ ims: WorkspaceRoom[] }>('/api/v1/im.list', { count: '0' })).ims;
	}

	/** `rooms.get` and `subscriptions.get`: the rooms of which this person is a member. */
	async rooms(): Promise<{ room: WorkspaceRoom; subscription: WorkspaceSubscription }[]> {
		const [{ update: rooms }, { update: subscriptions }] = await Promise.all([
			this.rest.get<{ update: WorkspaceRoom[] }>('/api/v1/rooms.get'),
			this.rest.get<{ update: WorkspaceSubscription[] }>('/api/v1/subscriptions.get'),
		]);
		const byRoom = new Map(subscriptions.map((subscription) => [subscription.rid, subscription]));
		return rooms.flatMap((room) => {
			const subscription = byRoom.get(room._id);
			return subscription ? [{ room, subscription }] : [];
		});
	}

	/** `chat.sendMessage`. @param more further fields of the message, for example `tmid` */
	async send(rid: string, text: string, more: object = {}): Promise<WorkspaceMessage> {
		const { message } = await this.rest.post<{ message: unknown }>('/api/v1/chat.sendMessage', {
			message: { rid, msg: text, ...more },
		});
		return workspaceMessageOf(message);
	}

	/** `chat.update`. @param text the whole new text, with the links of its quotes at the start */
	async edit(roomId: string, msgId: string, text: string): Promise<void> {
		await this.rest.post('/api/v1/chat.update', { roomId, msgId, text });
	}

	/** `chat.delete` */
	async remove(roomId: string, msgId: string): Promise<void> {
		await this.rest.post('/api/v1/chat.delete', { roomId, msgId });
	}

	/** `chat.react`. @param emoji its name, for example `:tada:` @param shouldReact false removes the reaction */
	async react(messageId: string, emoji: string, shouldReact = true): Promise<void> {
		await this.rest.post('/api/v1/chat.react', { messageId, emoji, shouldReact });
	}

	/** `commands.run`: runs a slash command in a room. @param parameters the text after the command's name */
	async runCommand(command: string, parameters: string, roomId: string): Promise<void> {
		await this.rest.post('/api/v1/commands.run', { command, params: parameters, roomId });
	}

	/**
	 * Presses a button of a message, as the web client does.
	 * Rocket.Chat: apps/meteor/client/uikit/hooks/useMessageBlockContextValue.ts
	 */
	async press(
		{ id, roomId }: Pick<WorkspaceMessage, 'id' | 'roomId'>,
		button: MessageButton,
	): Promise<void> {
		const { appId, actionId, blockId, value } = button;
		await this.rest.post(`/api/apps/ui.interaction/${appId}`, {
			...{ type: 'blockAction', actionId, payload: { blockId, value }, rid: roomId, mid: id },
			...{ container: { type: 'message', id }, triggerId: crypto.randomUUID() },
		});
	}

	/** `GET commands.preview`: what the client shows while the user types the command; at most ten items. */
	async previewCommand(command: string, parameters: string, roomId: string): Promise<CommandPreview> {
		const query = { command, params: parameters, roomId };
		return (await this.rest.get<{ preview: CommandPreview }>('/api/v1/commands.preview', query)).preview;
	}

	/** `POST commands.preview`: chooses one of the items. */
	async choosePreview(
		command: string,
		parameters: string,
		roomId: string,
		previewItem: PreviewItem,
	): Promise<void> {
		const body = { command, params: parameters, roomId, previewItem };
		await this.rest.post('/api/v1/commands.preview', body);
	}

	/** @returns the newest messages of a room, sorted from old to new */
	async messages(roomId: string, count = 50): Promise<WorkspaceMessage[]> {
		const { room } = await this.rest.get<{ room: WorkspaceRoom }>('/api/v1/rooms.info', { roomId });
		const kind = { d: 'im', c: 'channels', p: 'groups' }[room.t];
		if (kind === undefined) {
			throw new Error(`cannot read the messages of a room of type ${room.t}`);
		}
		const { messages } = await this.rest.get<{ messages: unknown[] }>(`/api/v1/${kind}.messages`, {
			roomId,
			count: String(count),
		});
		return messages.map(workspaceMessageOf).sort((one, other) => one.sentAt - other.sentAt);
	}

	/** Subscribes to the new and changed messages of a room. Does nothing if there is a subscription already. */
	async listenTo(roomId: string): Promise<void> {
		let room = this.listenedRooms.get(roomId);
		if (!room) {
			const messages: WorkspaceMessage[] = [];
			const subscribed = this.realtime.subscribe('room-messages', roomId, (raw) => {
				messages.push(workspaceMessageOf(raw));
				this.notifyListeners();
			});
			room = { messages, subscribed };
			this.listenedRooms.set(roomId, room);
		}
		await room.subscribed;
	}

	/**
	 * Calls the listener after every ephemeral message, and after every message of a room with `listenTo`.
	 * @returns a function that stops it
	 */
	onAnything(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/**
	 * Waits for a message over the realtime API. A message that is already there counts too.
	 * @param timeout in milliseconds
	 * @throws Error that lists the room's messages if none matches in time
	 */
	async waitForMessage(
		roomId: string,
		predicate: (message: WorkspaceMessage) => boolean,
		timeout = WAIT_LIMIT,
	): Promise<WorkspaceMessage> {
		await this.listenTo(roomId);
		// Not awaited: a message that arrives over the realtime API is seen without waiting for this request.
		let earlier: WorkspaceMessage[] = [];
		let failure: Error | undefined;
		void this.messages(roomId).then(
			(messages) => {
				earlier = messages;
				this.notifyListeners();
			},
			(error: unknown) => {
				failure = error instanceof Error ? error : new Error('unknown', { cause: error });
				this.notifyListeners();
			},
		);
		const all = () => [...earlier, ...(this.listenedRooms.get(roomId)?.messages ?? [])];
		return this.waitUntil(`a matching message for ${this.username} in ${roomId}`, {
			look: () => {
				if (failure) {
					throw failure;
				}
				return all().find(predicate);
			},
			timeout,
			instead: () => summary(all()),
		});
	}

	/**
	 * Waits for an ephemeral message. One that arrived after the login counts too.
	 * @param timeout in milliseconds
	 * @throws Error that lists the ephemeral messages if none matches in time
	 */
	async waitForNotice(
		predicate: (notice: WorkspaceMessage) => boolean,
		timeout = WAIT_LIMIT,
	): Promise<WorkspaceMessage> {
		return this.waitUntil(`a matching notice for ${this.username}`, {
			look: () => this.notices.find(predicate),
			timeout,
			instead: () => summary(this.notices),
		});
	}

	/** @returns the direct room of this person and one other; undefined if there is none */
	async directRoomWith(username: string): Promise<WorkspaceRoom | undefined> {
		return (await this.directRooms()).find(
			({ usernames }) => usernames?.length === 2 && usernames.includes(username),
		);
	}

	/** Waits for `directRoomWith`. @param timeout in milliseconds @throws Error if there is no such room in time */
	async waitForDirectRoom(username: string, timeout = WAIT_LIMIT): Promise<WorkspaceRoom> {
		return waitFor({
			what: `a direct room of ${this.username} with ${username}`,
			timeout,
			interval: ROOM_INTERVAL,
			look: () => this.directRoomWith(username),
		});
	}

	private async waitUntil<Found>(
		what: string,
		wait: { look: () => Found | undefined; timeout: number; instead: () => string },
	): Promise<Found> {
		return waitFor({
			what,
			...wait,
			listen: (lookAgain) => this.onAnything(lookAgain),
		});
	}

	private notifyListeners(): void {
		this.listeners.forEach((listener) => listener());
	}
}

function summary(messages: readonly WorkspaceMessage[]): string {
	return JSON.stringify(messages.map(({ sender, text }) => `${sender}: ${text}`));
}
