import { EventEmitter } from 'node:events';
import { WebSocket } from 'ws';

/** Rocket.Chat's realtime API ("DDP" over a WebSocket): calls of methods, and streams of events. */
export class RealtimeConnection {
	private readonly replies = new Map<
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

	/** Calls a method. @throws Error with what the workspace answered */
	async call(method: string, ...parameters: unknown[]): Promise<unknown> {
		const id = this.nextId();
		return this.request(id, { msg: 'method', method, id, params: parameters });
	}

	/**
	 * Subscribes to an event of a stream.
	 * @param stream without `stream-`, as `notify-user`
	 * @param listener gets the event's arguments
	 * @throws Error where the workspace refuses the subscription
	 */
	async subscribe(
		stream: string,
		eventName: string,
		listener: (...parts: unknown[]) => void,
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

	private nextId(): string {
		this.lastId += 1;
		return String(this.lastId);
	}

	private request(key: string, packet: object): Promise<unknown> {
		return new Promise((resolve, reject) => {
			this.replies.set(key, { resolve, reject });
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

	private settle(key: string, { msg, error, result }: Packet): void {
		const reply = this.replies.get(key);
		this.replies.delete(key);
		if (error !== undefined || msg === 'nosub') {
			reply?.reject(new Error(`the workspace refuses: ${JSON.stringify(error ?? msg)}`));
		} else {
			reply?.resolve(result);
		}
	}

	private failAll(error: Error): void {
		this.replies.forEach(({ reject }) => reject(error));
		this.replies.clear();
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
