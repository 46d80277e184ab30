import { isJsonObject, objectIn, type JsonObject } from '../convert/json';
import { FederationError } from '../errors';
import type { WorkspaceAccess } from './rest';

/** Milliseconds to wait for an answer. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Milliseconds between two tests of the connection; one that brings nothing for twice as long counts as broken. */
const TESTED_EVERY_MS = 30_000;

/** The code of a refusal if no answer came, so that the connection is of no use. */
export const NO_ANSWER = 'no answer';

/** What a connection reports. */
export interface RealtimeListener {
	/** Called with an event of a stream, whose arguments are unchecked. */
	readonly onEvent: (eventName: string, args: readonly unknown[]) => void;
	/** Called once, when the connection has ended for whatever reason. */
	readonly onClose: () => void;
}

/** Why the workspace refuses a subscription: `not-allowed`, `too-many-requests`, or a code that the app does not know. */
export class RealtimeRefusal extends Error {
	constructor(readonly code: string) {
		super(`the workspace refuses a subscription: ${code}`);
	}
}

/**
 * One connection to the workspace's realtime API, logged in with the personal access token: Meteor's protocol DDP, version 1,
 * over a WebSocket inside the app's process. Rocket.Chat: apps/meteor/server/modules/streamer/streamer.module.ts
 */
export class RealtimeConnection {
	/** Requests without an answer, by their ids. */
	private readonly pending = new Map<string, (answer: JsonObject) => void>();
	private lastId = 0;
	private hasHeard = true;
	private isClosed = false;
	private readonly test: NodeJS.Timeout;

	private constructor(
		private readonly socket: WebSocket,
		private readonly listener: RealtimeListener,
	) {
		socket.onmessage = ({ data }) => this.receive(String(data));
		socket.onclose = () => this.close();
		socket.onerror = () => this.close();
		this.test = setInterval(() => this.testLine(), TESTED_EVERY_MS);
	}

	/**
	 * Connects and logs in.
	 * @throws FederationError `workspace-unreachable`, `workspace-token-wrong`
	 */
	static async open(
		{ siteUrl, token }: WorkspaceAccess,
		listener: RealtimeListener,
	): Promise<RealtimeConnection> {
		const unreachable = () => new FederationError('workspace-unreachable', { url: siteUrl });
		let socket: WebSocket;
		try {
			socket = new WebSocket(`${siteUrl.replace(/^http/, 'ws')}/websocket`);
		} catch (error) {
			throw new FederationError('workspace-unreachable', { url: siteUrl }, { cause: error });
		}
		const connection = new RealtimeConnection(socket, listener);
		try {
			await new Promise<void>((resolve, reject) => {
				const timer = setTimeout(() => reject(unreachable()), ANSWER_TIMEOUT_MS);
				socket.onopen = () => {
					clearTimeout(timer);
					resolve();
				};
				connection.pending.set('', () => reject(unreachable()));
			});
			connection.pending.delete('');
			const greeting = await connection.request('connected', {
				...{ msg: 'connect', version: '1', support: ['1'] },
			});
			const login = await connection.call('login', { resume: token });
			if (greeting.msg !== 'connected' || (login.error === undefined && login.msg !== 'result')) {
				throw unreachable();
			}
			if (login.error !== undefined) {
				throw new FederationError('workspace-token-wrong', { url: siteUrl });
			}
			return connection;
		} catch (error) {
			connection.close();
			throw error;
		}
	}

	/**
	 * Subscribes to an event of a stream.
	 * @param stream its name with `stream-`
	 * @throws RealtimeRefusal if the workspace refuses it; also if no answer came
	 */
	async subscribe(stream: string, eventName: string): Promise<void> {
		const id = this.nextId();
		const options = { useCollection: false, args: [] };
		const answer = await this.request(id, { msg: 'sub', id, name: stream, params: [eventName, options] });
		if (answer.msg !== 'ready') {
			const { error } = objectIn(answer.error);
			throw new RealtimeRefusal(typeof error === 'string' ? error : NO_ANSWER);
		}
	}

	/** Ends the connection. */
	close(): void {
		if (this.isClosed) {
			return;
		}
		this.isClosed = true;
		clearInterval(this.test);
		this.socket.close();
		[...this.pending.values()].forEach((settle) => settle({}));
		this.pending.clear();
		this.listener.onClose();
	}

	private call(method: string, ...params: readonly unknown[]): Promise<JsonObject> {
		const id = this.nextId();
		return this.request(id, { msg: 'method', method, id, params });
	}

	private nextId(): string {
		this.lastId += 1;
		return String(this.lastId);
	}

	/** @returns the answer; empty if none came in time, or the connection ended */
	private request(id: string, packet: object): Promise<JsonObject> {
		return new Promise((resolve) => {
			const settle = (answer: JsonObject) => {
				clearTimeout(timer);
				this.pending.delete(id);
				resolve(answer);
			};
			const timer = setTimeout(() => settle({}), ANSWER_TIMEOUT_MS);
			this.pending.set(id, settle);
			this.send(packet);
			if (this.isClosed) {
				settle({});
			}
		});
	}

	private send(packet: object): void {
		if (this.socket.readyState === this.socket.OPEN) {
			this.socket.send(JSON.stringify(packet));
		}
	}

	private testLine(): void {
		if (this.hasHeard) {
			this.hasHeard = false;
			this.send({ msg: 'ping' });
		} else {
			this.close();
		}
	}

	private receive(text: string): void {
		this.hasHeard = true;
		const packet = packetIn(text);
		const { msg, id, subs, fields } = packet;
		if (msg === 'ping') {
			this.send({ msg: 'pong', ...(id !== undefined && { id }) });
		} else if (msg === 'changed') {
			const { eventName, args } = objectIn(fields);
			if (typeof eventName === 'string' && Array.isArray(args)) {
				this.listener.onEvent(eventName, args);
			}
		} else {
			const ids =
				msg === 'connected' || msg === 'failed' ? ['connected'] : Array.isArray(subs) ? subs : [id];
			ids.forEach((answered) => this.pending.get(String(answered))?.(packet));
		}
	}
}

function packetIn(text: string): JsonObject {
	try {
		const packet: unknown = JSON.parse(text);
		return isJsonObject(packet) ? packet : {};
	} catch {
		return {};
	}
}
