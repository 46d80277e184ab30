import { RealtimeConnection } from './realtime-connection';
import { RestConnection } from './rest-connection';
import { waitFor } from './waiting';
import { workspaceMessageOf, type WorkspaceMessage } from './workspace-message';

/** Milliseconds; so long that only what never comes fails, also on a busy machine. */
const WAIT_LIMIT = 60_000;
/** Rooms are asked for this often while one is waited for, in milliseconds. */
const ROOM_INTERVAL = 100;

/** A room as `im.list` and its like give it. */
export interface WorkspaceRoom {
	readonly _id: string;
	/** `d`, `c` or `p`. */
	readonly t: string;
	readonly usernames?: readonly string[];
	readonly name?: string;
	readonly fname?: string;
}

/** One of the items that a command shows while it is typed. */
export interface PreviewItem {
	readonly id: string;
	/** `text`, `image`, `audio`, `video` or `other`. */
	readonly type: string;
	readonly value: string;
}

export interface CommandPreview {
	readonly i18nTitle: string;
	readonly items: readonly PreviewItem[];
}

/** Somebody with a Rocket.Chat client. Whatever has no method here is done with `rest` and `realtime`. */
export class WorkspacePerson {
	/** Ephemeral messages since the login, oldest first: nobody else sees them and nothing keeps them. */
	readonly notices: WorkspaceMessage[] = [];
	private readonly heard = new Map<string, { messages: WorkspaceMessage[]; begun: Promise<void> }>();
	private readonly listeners = new Set<() => void>();

	private constructor(
		readonly rest: RestConnection,
		readonly realtime: RealtimeConnection,
		readonly userId: string,
		readonly username: string,
		readonly authToken: string,
	) {}

	/**
	 * Logs in by `POST /api/v1/login` and hears of ephemeral messages from then on.
	 * @param url of the workspace
	 * @throws RestError where the workspace refuses
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
			person.tell();
		});
		return person;
	}

	/** Closes the realtime connection. The login stays valid. */
	stop(): void {
		this.realtime.close();
	}

	/** `users.setPreferences`: chooses the language of this person, such as `de` or `pt-BR`. */
	async setLanguage(language: string): Promise<void> {
		await this.rest.post('/api/v1/users.setPreferences', { data: { language } });
	}

	/** `im.create`. @returns the room's id; the room may have existed */
	async directRoom(...usernames: string[]): Promise<string> {
		const who = usernames.length === 1 ? { username: usernames[0] } : { usernames: usernames.join(',') };
		const { room } = await this.rest.post<{ room: { _id: string } }>('/api/v1/im.create', who);
		return room._id;
	}

	/** `im.list`: this person's direct rooms. */
	async directRooms(): Promise<WorkspaceRoom[]> {
		return (await this.rest.get<{ ims: WorkspaceRoom[] }>('/api/v1/im.list', { count: '0' })).ims;
	}

	/** `chat.sendMessage`. @param more further fields of the message, such as `tmid` */
	async send(rid: string, text: string, more: object = {}): Promise<WorkspaceMessage> {
		const { message } = await this.rest.post<{ message: unknown }>('/api/v1/chat.sendMessage', {
			message: { rid, msg: text, ...more },
		});
		return workspaceMessageOf(message);
	}

	/** `chat.update`. @param text what the message says from now on, the links of its quotes in front */
	async edit(roomId: string, msgId: string, text: string): Promise<void> {
		await this.rest.post('/api/v1/chat.update', { roomId, msgId, text });
	}

	/** `chat.delete` */
	async remove(roomId: string, msgId: string): Promise<void> {
		await this.rest.post('/api/v1/chat.delete', { roomId, msgId });
	}

	/** `chat.react`. @param emoji by its name, such as `:tada:` @param shouldReact false takes the reaction back */
	async react(messageId: string, emoji: string, shouldReact = true): Promise<void> {
		await this.rest.post('/api/v1/chat.react', { messageId, emoji, shouldReact });
	}

	/** `commands.run`: a slash command as if typed in the room. @param parameters what follows the command's name */
	async runCommand(command: string, parameters: string, roomId: string): Promise<void> {
		await this.rest.post('/api/v1/commands.run', { command, params: parameters, roomId });
	}

	/** `commands.preview`: what is shown while the command is typed, ten items at most. */
	async previewCommand(command: string, parameters: string, roomId: string): Promise<CommandPreview> {
		const query = { command, params: parameters, roomId };
		return (await this.rest.get<{ preview: CommandPreview }>('/api/v1/commands.preview', query)).preview;
	}

	/** `commands.preview`: chooses one of the items shown. */
	async choosePreview(
		command: string,
		parameters: string,
		roomId: string,
		previewItem: PreviewItem,
	): Promise<void> {
		const body = { command, params: parameters, roomId, previewItem };
		await this.rest.post('/api/v1/commands.preview', body);
	}

	/** The newest messages of a room, oldest first. */
	async messages(roomId: string, count = 50): Promise<WorkspaceMessage[]> {
		const { room } = await this.rest.get<{ room: WorkspaceRoom }>('/api/v1/rooms.info', { roomId });
		const kind = { d: 'im', c: 'channels', p: 'groups' }[room.t];
		if (kind === undefined) {
			throw new Error(`no messages are read from rooms of the type ${room.t}`);
		}
		const { messages } = await this.rest.get<{ messages: unknown[] }>(`/api/v1/${kind}.messages`, {
			roomId,
			count: String(count),
		});
		return messages.map(workspaceMessageOf).sort((one, other) => one.sentAt - other.sentAt);
	}

	/** Hears of new and changed messages of a room from now on; asked again it does nothing. */
	async listenTo(roomId: string): Promise<void> {
		let room = this.heard.get(roomId);
		if (!room) {
			const messages: WorkspaceMessage[] = [];
			const begun = this.realtime.subscribe('room-messages', roomId, (raw) => {
				messages.push(workspaceMessageOf(raw));
				this.tell();
			});
			room = { messages, begun };
			this.heard.set(roomId, room);
		}
		await room.begun;
	}

	/** Calls back whenever a notice came, or a message in a room that is listened to. @returns how to stop that */
	onAnything(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/**
	 * Waits for a message over the realtime API, also for one that is there already.
	 * @param timeout in milliseconds
	 * @throws Error that lists the room's messages when none matched in time
	 */
	async waitForMessage(
		roomId: string,
		predicate: (message: WorkspaceMessage) => boolean,
		timeout = WAIT_LIMIT,
	): Promise<WorkspaceMessage> {
		await this.listenTo(roomId);
		// Read beside the wait, not before it: a message that comes now shall not be seen late.
		let earlier: WorkspaceMessage[] = [];
		let failure: Error | undefined;
		void this.messages(roomId).then(
			(messages) => {
				earlier = messages;
				this.tell();
			},
			(error: unknown) => {
				failure = error instanceof Error ? error : new Error('unknown', { cause: error });
				this.tell();
			},
		);
		const all = () => [...earlier, ...(this.heard.get(roomId)?.messages ?? [])];
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
	 * Waits for an ephemeral message, also one that came since the login.
	 * @throws Error that lists those that came when none matched in time
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

	/** The direct room with somebody and nobody else. @returns undefined where there is none */
	async directRoomWith(username: string): Promise<WorkspaceRoom | undefined> {
		return (await this.directRooms()).find(
			({ usernames }) => usernames?.length === 2 && usernames.includes(username),
		);
	}

	/** Waits for a direct room with somebody. @returns the room @throws Error when there was none in time */
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
			listen: (again) => this.onAnything(again),
		});
	}

	private tell(): void {
		this.listeners.forEach((listener) => listener());
	}
}

function summary(messages: readonly WorkspaceMessage[]): string {
	return JSON.stringify(messages.map(({ sender, text }) => `${sender}: ${text}`));
}
