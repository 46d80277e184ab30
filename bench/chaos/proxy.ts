import { once } from 'node:events';
import {
	createServer,
	request as httpRequest,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Fault } from './faults';

/** A request that passes the proxy. */
export interface PassingRequest {
	readonly method: string;
	/** With the query. */
	readonly path: string;
}

/** Decides what happens to a request; undefined: it passes unchanged. */
type FaultPlan = (request: PassingRequest) => Fault | undefined;

interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** No answer came from the target: the connection was refused or cut. */
class NoAnswer extends Error {}

/**
 * A proxy on loopback that damages the requests that pass it. It has a connection of its own for each request, so that
 * a connection that the target closed is never used again.
 */
export class ChaosProxy {
	private readonly sockets = new Set<Socket>();
	/** Requests that get no answer. */
	private readonly hanging = new Set<ServerResponse>();
	private server: Server | undefined;

	/** How often the proxy was healed: a request from before it does not begin to hang after it. */
	private healed = 0;

	/** How many answers of the target had each status of 400 and more. */
	readonly refusals = new Map<number, number>();

	/** What happens to the next requests. */
	plan: FaultPlan = () => undefined;

	private constructor(
		readonly port: number,
		private readonly target: (request: PassingRequest) => number,
	) {}

	/**
	 * @param port on 127.0.0.1
	 * @param target chooses the port on 127.0.0.1 that a request goes to
	 */
	static async start(port: number, target: (request: PassingRequest) => number): Promise<ChaosProxy> {
		const proxy = new ChaosProxy(port, target);
		await proxy.listen();
		return proxy;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Refuses all connections, as a server that does not run, and cuts those that are open. */
	async refuse(): Promise<void> {
		const { server } = this;
		this.server = undefined;
		if (server) {
			const closed = once(server, 'close');
			server.close();
			this.sockets.forEach((socket) => socket.destroy());
			await closed;
		}
	}

	/** Ends `refuse`. Does nothing if the proxy listens already. */
	async listen(): Promise<void> {
		if (this.server) {
			return;
		}
		const server = createServer((request, response) => void this.handle(request, response));
		// A request may hang for longer than Node's limits.
		server.requestTimeout = 0;
		server.on('connection', (socket) => {
			this.sockets.add(socket);
			socket.on('close', () => this.sockets.delete(socket));
			socket.on('error', () => undefined);
		});
		server.listen(this.port, '127.0.0.1');
		await once(server, 'listening');
		this.server = server;
	}

	/** Passes all requests on, and cuts those that hang. */
	heal(): Promise<void> {
		this.plan = () => undefined;
		this.healed += 1;
		this.hanging.forEach((response) => response.socket?.destroy());
		this.hanging.clear();
		return this.listen();
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		try {
			const body = await bodyOf(request);
			const passing = { method: request.method ?? 'GET', path: request.url ?? '/' };
			await this.pass(this.plan(passing), this.target(passing), request, body, response);
		} catch (error) {
			response.socket?.destroy();
			if (!(error instanceof NoAnswer)) {
				throw error;
			}
		}
	}

	private async pass(
		fault: Fault | undefined,
		port: number,
		request: IncomingMessage,
		body: Buffer,
		response: ServerResponse,
	): Promise<void> {
		if (fault?.kind === 'cut-request') {
			await cutRequest(port, request, body);
			throw new NoAnswer();
		}
		const healedBefore = this.healed;
		const answer = fault?.when === 'before' ? undefined : await forward(port, request, body);
		if (answer && answer.status >= 400) {
			this.refusals.set(answer.status, (this.refusals.get(answer.status) ?? 0) + 1);
		}
		if (fault?.kind === 'hang') {
			if (this.healed > healedBefore) {
				throw new NoAnswer();
			}
			this.hanging.add(response);
		} else if (fault) {
			await damage(fault, response, answer);
		} else if (answer) {
			answerWith(response, answer);
		}
	}
}

/** @param answer of the target; undefined if it never got the request */
async function damage(
	fault: Exclude<Fault, { kind: 'hang' | 'cut-request' }>,
	response: ServerResponse,
	answer: Answer | undefined,
): Promise<void> {
	switch (fault.kind) {
		case 'answer':
			response.writeHead(fault.status, { 'content-type': fault.type, ...fault.headers });
			response.end(fault.body);
			return;
		case 'cut-answer': {
			const half = answer?.body.subarray(0, Math.floor(answer.body.length / 2)) ?? Buffer.alloc(0);
			response.writeHead(answer?.status ?? 200, { 'content-length': answer?.body.length ?? 0 });
			await new Promise((resolve) => response.write(half, resolve));
			throw new NoAnswer();
		}
		case 'act':
			await fault.act();
			throw new NoAnswer();
		case 'delay':
			await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
			if (answer) {
				answerWith(response, answer);
			}
	}
}

function answerWith(response: ServerResponse, { status, headers, body }: Answer): void {
	response.writeHead(status, { ...endToEnd(headers), 'content-length': body.length });
	response.end(body);
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of stream) {
			chunks.push(chunk as Buffer);
		}
	} catch (error) {
		throw new NoAnswer('the connection was cut', { cause: error });
	}
	return Buffer.concat(chunks);
}

/** Sends the request to the target. @throws NoAnswer if no complete answer comes */
async function forward(port: number, request: IncomingMessage, body: Buffer): Promise<Answer> {
	const outgoing = open(port, request, body);
	outgoing.end(body);
	try {
		const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
		return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bodyOf(answer) };
	} catch (error) {
		throw error instanceof NoAnswer
			? error
			: new NoAnswer('the target cannot be reached', { cause: error });
	}
}

/** Sends the headers and the first half of the body, then cuts the connection. */
async function cutRequest(port: number, request: IncomingMessage, body: Buffer): Promise<void> {
	const outgoing = open(port, request, body);
	outgoing.on('error', () => undefined);
	await new Promise<void>((resolve) => {
		outgoing.on('close', () => resolve());
		outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
	});
}

function open(port: number, { method, url, headers }: IncomingMessage, body: Buffer) {
	return httpRequest({
		host: '127.0.0.1',
		port,
		method: method ?? 'GET',
		path: url ?? '/',
		headers: { ...endToEnd(headers), 'content-length': body.length, connection: 'close' },
		agent: false,
	});
}

/** @returns the headers that are not about one connection (RFC 9110, section 7.6.1) */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
	const names = ['connection', 'keep-alive', 'transfer-encoding'];
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
