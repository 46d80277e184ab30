import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an application service and the homeserver know of each other. */
export interface Registration {
	readonly id: string;
	readonly port: number;
	readonly asToken: string;
	readonly hsToken: string;
	/** What the localparts of its users begin with. */
	readonly prefix: string;
}

/** @param name is a part of all that has to be unique on the homeserver */
export function newRegistration(name: string, port: number): Registration {
	return { id: name, port, asToken: randomUUID(), hsToken: randomUUID(), prefix: `${name}_` };
}

/** @returns the registration file; JSON is YAML. Application Service API, "Registration" */
export function registrationText({ id, port, asToken, hsToken, prefix }: Registration): string {
	return JSON.stringify({
		id,
		url: `http://127.0.0.1:${port}`,
		as_token: asToken,
		hs_token: hsToken,
		sender_localpart: `${prefix}bot`,
		rate_limited: false,
		namespaces: { users: [{ exclusive: true, regex: `@${prefix}.*` }], rooms: [], aliases: [] },
	});
}

/** An application service that does nothing with what the homeserver pushes: it answers, as every service has to. */
export class AnsweringService {
	private constructor(private readonly server: Server) {}

	/** @param port on 127.0.0.1; 0: any free one */
	static async start(port: number): Promise<AnsweringService> {
		const server = createServer((request, response) => {
			request.resume().on('end', () => {
				response.setHeader('content-type', 'application/json');
				response.end('{}');
			});
		});
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		return new AnsweringService(server);
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
	}
}

/** The requests of an application service as its users. */
export class GhostClient {
	private lastTransaction = 0;

	constructor(
		private readonly homeserverUrl: string,
		private readonly asToken: string,
	) {}

	async register(localpart: string): Promise<void> {
		const body = { type: 'm.login.application_service', username: localpart, inhibit_login: true };
		await this.call('POST', 'register', body);
	}

	async join(userId: string, roomId: string): Promise<void> {
		await this.call('POST', `join/${enc(roomId)}?user_id=${enc(userId)}`, {});
	}

	async sendState(
		userId: string,
		roomId: string,
		{ type, stateKey, content }: { type: string; stateKey: string; content: object },
	): Promise<void> {
		const path = `rooms/${enc(roomId)}/state/${enc(type)}/${enc(stateKey)}`;
		await this.call('PUT', `${path}?user_id=${enc(userId)}`, content);
	}

	/** @returns the texts of the latest messages in a room, newest first */
	async texts(userId: string, roomId: string): Promise<string[]> {
		const path = `rooms/${enc(roomId)}/messages?dir=b&limit=20&user_id=${enc(userId)}`;
		const { chunk } = (await this.call('GET', path)) as { chunk: { content: { body?: string } }[] };
		return chunk.flatMap(({ content: { body } }) => body ?? []);
	}

	async setDisplayName(userId: string, displayname: string): Promise<void> {
		await this.call('PUT', `profile/${enc(userId)}/displayname?user_id=${enc(userId)}`, { displayname });
	}

	async send(userId: string, roomId: string, body: string): Promise<void> {
		await this.sendMessage(`user_id=${enc(userId)}`, roomId, { msgtype: 'm.text', body });
	}

	/** The same with what a bridge has to add: the time of the original, and whom it mentions. */
	async sendAsBridge(userId: string, roomId: string, body: string): Promise<void> {
		const content = { msgtype: 'm.text', body, 'm.mentions': {} };
		await this.sendMessage(`user_id=${enc(userId)}&ts=${Date.now()}`, roomId, content);
	}

	private async sendMessage(query: string, roomId: string, content: object): Promise<void> {
		this.lastTransaction += 1;
		const path = `rooms/${enc(roomId)}/send/m.room.message/bare-${this.lastTransaction}`;
		await this.call('PUT', `${path}?${query}`, content);
	}

	private async call(method: string, path: string, body?: object): Promise<unknown> {
		const answer = await fetch(`${this.homeserverUrl}/_matrix/client/v3/${path}`, {
			method,
			headers: { authorization: `Bearer ${this.asToken}`, 'content-type': 'application/json' },
			...(body && { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (answer.status !== 200) {
			throw new Error(`${method} ${path}: status ${answer.status}, ${text.slice(0, 300)}`);
		}
		return JSON.parse(text);
	}
}

const enc = encodeURIComponent;
