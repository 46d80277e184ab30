import { EventEmitter } from 'node:events';
import { WebSocket } from 'ws';

/** A client of Rocket.Chat's realtime API (Meteor's DDP over a WebSocket): method calls and streams of events. */
export class RealtimeConnection {
	/** Requests without an answer yet, by id; that of the connection itself is `connected`. */
	private readonly pending = new Map<
		string,
		{ resolve: (value: unknown) => void; reject: (error: Error) => void }
	>();
	private readonly streams = new EventEmitter();
	private lastId = 0;

	private constructor(private readonly socket: WebSocket) {
		this.streams.setMaxListeners(0);
		socket.on('message', (data: Buffer) => this.receive(JSON.parse(data.toString()) as Packet));
		socket.on('close', () => this.failAll(new Error('the workspace closed the realtime connection')));
		socket.on('error', (error) => this.failAll(error));
	}

	/**
	 * Connects and logs in.
	 * @param url of the workspace
	 * @param authToken of a login by REST
	 * @throws Error if the workspace cannot be reached or refuses the login
	 */
	static async open(url: string, authToken: string): Promise<RealtimeConnection> {
		const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/websocket`);
		await new Promise((resolve, reject) => {
			socket.once('open', resolve);
			socket.once('error', reject);
		});
		const connection = new RealtimeConnection(socket);
		await connection.request('connected', { msg: 'connect', version: '1', support: ['1'] });
		await connection.call('login', { resume: authToken });
		return connection;
	}

	/** Calls a method. @throws Error with the workspace's answer if the method fails */
	async call(method: string, ...parameters: unknown[]): Promise<unknown> {
		const id = this.nextId();
		return this.request(id, { msg: 'method', method, id, params: parameters });
	}

	/**
	 * Subscribes to an event of a stream.
	 * @param stream its name without `stream-`, for example `notify-user`
	 * @param listener is called with the event's arguments
	 * @throws Error if the workspace refuses the subscription
	 */
	async subscribe(
		stream: string,
		eventName: string,
		listener: (...args: unknown[]) => void,
	): Promise<void> {
		const name = `stream-${stream}`;
		this.streams.on(`${name}/${eventName}`, listener);
		const id = this.nextId();
		await this.request(id, {
			msg: 'sub',
			id,
			name,
			params: [eventName, { useCollection: false, args: [] }],
		});
	}

	close(): void {
		this.socket.close();
	}

	/** Calls the listener when the connection ends, for whatever reason. */
	onClose(listener: () => void): void {
		this.socket.on('close', listener);
	}

	private nextId(): string {
		this.lastId += 1;
		return String(this.lastId);
	}

	private request(id: string, packet: object): Promise<unknown> {
		return new Promise((resolve, reject) => {
			this.pending.set(id, { resolve, reject });
			this.socket.send(JSON.stringify(packet));
		});
	}

	private receive(packet: Packet): void {
		switch (packet.msg) {
			case 'ping':
				this.socket.send(JSON.stringify({ msg: 'pong', ...(packet.id ? { id: packet.id } : {}) }));
				break;
			case 'connected':
				this.settle('connected', packet);
				break;
			case 'result':
			case 'nosub':
				this.settle(packet.id ?? '', packet);
				break;
			case 'ready':
				packet.subs?.forEach((id) => this.settle(id, packet));
				break;
			case 'changed':
				this.streams.emit(
					`${packet.collection ?? ''}/${packet.fields?.eventName ?? ''}`,
					...(packet.fields?.args ?? []),
				);
				break;
			case undefined:
			default:
		}
	}

	private settle(id: string, { msg, error, result }: Packet): void {
		const request = this.pending.get(id);
		this.pending.delete(id);
		if (error !== undefined || msg === 'nosub') {
			request?.reject(new Error(`the workspace refuses: ${JSON.stringify(error ?? msg)}`));
		} else {
			request?.resolve(result);
		}
	}

	private failAll(error: Error): void {
		this.pending.forEach(({ reject }) => reject(error));
		this.pending.clear();
	}
}

interface Packet {
	readonly msg?: string;
	readonly id?: string;
	readonly subs?: readonly string[];
	readonly collection?: string;
	readonly fields?: { readonly eventName?: string; readonly args?: readonly unknown[] };
	readonly error?: unknown;
	readonly result?: unknown;
}
