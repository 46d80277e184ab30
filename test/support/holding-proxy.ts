import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of a workspace or a homeserver that can keep requests back, and counts them. One whose caller has gone is not passed on. */
export class HoldingProxy {
	/** The server; set after its start. */
	target = '';
	/** Method and path of each request that came. */
	readonly requests: string[] = [];
	/** How many requests are kept back. */
	held = 0;
	private isHolding = false;
	private release: () => void = () => undefined;
	private released = Promise.resolve();

	private constructor(private readonly server: Server) {
		server.on('request', (incoming: IncomingMessage, answer: ServerResponse) => {
			void this.pass(incoming, answer);
		});
	}

	static async start(): Promise<HoldingProxy> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new HoldingProxy(server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** Keeps every request back from now on, until `letGo`. */
	hold(): void {
		this.isHolding = true;
		this.released = new Promise((resolve) => (this.release = resolve));
	}

	letGo(): void {
		this.isHolding = false;
		this.release();
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
	}

	private async pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
		this.requests.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
		if (this.isHolding) {
			this.held += 1;
			await this.released;
		}
		if (incoming.socket.destroyed) {
			return;
		}
		const { method, headers, url = '/' } = incoming;
		const outgoing = request(new URL(url, this.target), { method, headers }, (reply) => {
			answer.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(answer);
		});
		outgoing.on('error', () => answer.destroy());
		incoming.pipe(outgoing);
	}
}
