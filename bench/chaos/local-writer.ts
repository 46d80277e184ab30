import { messageLink } from '../../sandbox/clients/message-link';
import { RealtimeConnection } from '../../sandbox/clients/realtime-connection';
import { RestConnection } from '../../sandbox/clients/rest-connection';
import type { SentFile } from '../../sandbox/clients/sent-file';
import {
	downloadFromWorkspace,
	sendWorkspaceFile,
	uploadToWorkspace,
} from '../../sandbox/clients/workspace-files';
import { workspaceMessageOf, type WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import { NumberedFiles } from './numbered-file';
import { startsNumbered } from './numbered-text';

/** Milliseconds between two attempts to open the realtime connection. */
const RECONNECT_PAUSE = 200;
/** Messages among which the latest of others are looked for. */
const LATEST = 30;

/** How Rocket.Chat's REST API calls the rooms of a kind. */
export type RoomKind = 'im' | 'channels';

/** A person in Rocket.Chat whose client survives restarts of the server. */
export class LocalWriter {
	/** What only this person reads, in the order of arrival. */
	readonly notices: WorkspaceMessage[] = [];
	/** The files of the workspace, as this person sees them. */
	readonly files = new NumberedFiles(async (path) => (await downloadFromWorkspace(this, path)).bytes);
	private readonly connections: RealtimeConnection[] = [];
	/** The links with which messages begin that quote another one, by the ids of the messages. */
	private readonly quotes = new Map<string, string>();
	private stopped = false;

	private constructor(
		readonly username: string,
		readonly userId: string,
		readonly authToken: string,
		readonly rest: RestConnection,
	) {}

	/**
	 * Logs in and listens to notices.
	 * @param url of the workspace, for requests
	 * @param realtimeUrls of every server of the workspace: the one whose app notifies a person sends it
	 */
	static async login(
		url: string,
		realtimeUrls: readonly string[],
		username: string,
		password: string,
	): Promise<LocalWriter> {
		const { data } = await new RestConnection(url, undefined).post<{
			data: { userId: string; authToken: string };
		}>('/api/v1/login', { user: username, password });
		const rest = new RestConnection(url, data);
		const writer = new LocalWriter(username, data.userId, data.authToken, rest);
		for (const address of realtimeUrls) {
			await writer.listen(address);
		}
		return writer;
	}

	/** `chat.sendMessage`. @returns the message's id @throws RestError, or TypeError if no answer comes */
	async send(rid: string, msg: string): Promise<string> {
		const { message } = await this.rest.post<{ message: { _id: string } }>('/api/v1/chat.sendMessage', {
			message: { rid, msg },
		});
		return message._id;
	}

	/** Sends a message with a text and files. @returns its id @throws RestError, or TypeError if no answer comes */
	async sendFiles(rid: string, msg: string, files: readonly SentFile[]): Promise<string> {
		const [only] = files;
		if (only && files.length === 1) {
			return (await sendWorkspaceFile(this, rid, only, { msg })).id;
		}
		const attachments = [];
		for (const file of files) {
			const id = await uploadToWorkspace(this, rid, file);
			const link = `/file-upload/${id}/${encodeURIComponent(file.name)}`;
			attachments.push({ type: 'file', title: file.name, title_link: link });
		}
		const { message } = await this.rest.post<{ message: { _id: string } }>('/api/v1/chat.sendMessage', {
			message: { rid, msg, attachments },
		});
		return message._id;
	}

	/** Answers a message in its thread, or with a quote. @returns the message's id @throws as `send` */
	async answer(rid: string, text: string, target: string, how: 'thread' | 'quote'): Promise<string> {
		const link = how === 'quote' ? messageLink(await this.siteUrl(), rid, target) : '';
		const { message } = await this.rest.post<{ message: { _id: string } }>('/api/v1/chat.sendMessage', {
			message: { rid, msg: link + text, ...(how === 'thread' && { tmid: target }) },
		});
		this.quotes.set(message._id, link);
		return message._id;
	}

	/** `chat.update`; a quote of the message stays. */
	async edit(roomId: string, msgId: string, text: string): Promise<void> {
		const quote = this.quotes.get(msgId) ?? '';
		await this.rest.post('/api/v1/chat.update', { roomId, msgId, text: quote + text });
	}

	/** `chat.pinMessage` */
	async pin(messageId: string): Promise<void> {
		await this.rest.post('/api/v1/chat.pinMessage', { messageId });
	}

	/** @returns the ids of the latest numbered messages of others that answer nothing, in no order */
	async latestOfOthers(roomId: string, kind: RoomKind): Promise<string[]> {
		return (await this.read(roomId, kind, LATEST))
			.filter(({ sender, raw }) => sender !== this.username && raw.tmid === undefined)
			.filter(({ text }) => startsNumbered(text))
			.map(({ id }) => id);
	}

	/** `chat.delete` */
	async remove(roomId: string, msgId: string): Promise<void> {
		await this.rest.post('/api/v1/chat.delete', { roomId, msgId });
	}

	/** `chat.react` */
	async react(messageId: string, emoji: string): Promise<void> {
		await this.rest.post('/api/v1/chat.react', { messageId, emoji, shouldReact: true });
	}

	/** `commands.run` */
	async runCommand(command: string, params: string, roomId = 'GENERAL'): Promise<void> {
		await this.rest.post('/api/v1/commands.run', { command, params, roomId });
	}

	/** The whole history of a room, oldest first. */
	async history(roomId: string, kind: RoomKind = 'im'): Promise<WorkspaceMessage[]> {
		const messages = await this.read(roomId, kind, 0);
		// The answer has the newest first. The sort keeps the stored order of messages of the same millisecond.
		return messages.sort((one, other) => one.sentAt - other.sentAt);
	}

	/** `im.messages`, `channels.messages`: the newest messages first. @param count 0: all of them */
	private async read(roomId: string, kind: RoomKind, count: number): Promise<WorkspaceMessage[]> {
		const query = { roomId, count: String(count) };
		const { messages } = await this.rest.get<{ messages: unknown[] }>(`/api/v1/${kind}.messages`, query);
		return messages.map(workspaceMessageOf);
	}

	/** @returns the workspace's address, with which links to messages begin */
	private async siteUrl(): Promise<string> {
		const { settings } = await this.rest.get<{ settings: { _id: string; value: unknown }[] }>(
			'/api/v1/settings.public',
			{ count: '0' },
		);
		return String(settings.find(({ _id }) => _id === 'Site_Url')?.value);
	}

	/** `im.list`: the direct messages with exactly one other person. */
	async directRoomsWith(username: string): Promise<string[]> {
		const { ims } = await this.rest.get<{ ims: { _id: string; usernames?: string[] }[] }>(
			'/api/v1/im.list',
			{ count: '0' },
		);
		return ims
			.filter(({ usernames }) => usernames?.length === 2 && usernames.includes(username))
			.map(({ _id }) => _id);
	}

	stop(): void {
		this.stopped = true;
		this.connections.forEach((connection) => connection.close());
	}

	/** Listens to notices, and connects again whenever the connection ends. */
	private async listen(url: string): Promise<void> {
		const connection = await RealtimeConnection.open(url, this.authToken);
		this.connections.push(connection);
		await connection.subscribe('notify-user', `${this.userId}/message`, (raw) => {
			this.notices.push(
				workspaceMessageOf({ u: { username: '' }, ts: { $date: Date.now() }, ...Object(raw) }),
			);
		});
		connection.onClose(() => {
			this.connections.splice(this.connections.indexOf(connection), 1);
			void this.listenAgain(url);
		});
	}

	private async listenAgain(url: string): Promise<void> {
		while (!this.stopped) {
			try {
				await this.listen(url);
				return;
			} catch {
				await new Promise((resolve) => setTimeout(resolve, RECONNECT_PAUSE));
			}
		}
	}
}
