import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { randomId } from '../functions/random-id';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { decodeEjson, encodeEjson } from './ejson';
import { callMethod } from './methods';
import { Session } from './session';

/**
 * Rocket.Chat's realtime API at `/websocket`: Meteor's DDP, version 1, over plain WebSockets. Streams and methods that
 * are not built are answered with error 404 and their name.
 * @returns a function that ends every connection
 */
export function attachRealtime(server: Server, http: HttpServer): () => void {
	const sockets = new WebSocketServer({ noServer: true });
	const sessions = new Set<Session>();
	const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
		const path = (request.url ?? '').split('?')[0];
		if (path !== '/websocket') {
			socket.destroy();
			return;
		}
		sockets.handleUpgrade(request, socket, head, (webSocket) => serveClient(server, webSocket, sessions));
	};
	http.on('upgrade', upgrade);
	return () => {
		http.off('upgrade', upgrade);
		// The sessions are closed now: when the sockets have closed, the database may be closed already.
		sessions.forEach((session) => session.close());
		sockets.clients.forEach((client) => client.terminate());
		sockets.close();
	};
}

function serveClient(server: Server, socket: WebSocket, sessions: Set<Session>): void {
	const send = (message: object): void => {
		if (socket.readyState === socket.OPEN) {
			socket.send(encodeEjson(message));
		}
	};
	const session = new Session(server, send);
	sessions.add(session);
	socket.on('message', (data: Buffer) => {
		const message = decodeEjson(data.toString());
		if (message) {
			answer(server, session, message, send);
		}
	});
	socket.on('close', () => {
		session.close();
		sessions.delete(session);
	});
	socket.on('error', () => socket.terminate());
	send({ server_id: '0' });
}

function answer(
	server: Server,
	session: Session,
	message: Record<string, unknown>,
	send: (message: object) => void,
): void {
	const id = typeof message.id === 'string' ? message.id : '';
	const params = Array.isArray(message.params) ? (message.params as unknown[]) : [];
	switch (message.msg) {
		case 'connect':
			send({ msg: 'connected', session: randomId() });
			return;
		case 'ping':
			send(id ? { msg: 'pong', id } : { msg: 'pong' });
			return;
		case 'method':
			void answerMethod(id, () => callMethod(server, session, String(message.method), params), send);
			return;
		case 'sub':
			try {
				session.subscribe(id, String(message.name), String(params[0]));
				if (wantsCollection(params[1])) {
					const fields = { eventName: String(params[0]) };
					send({ msg: 'added', collection: String(message.name), id: 'id', fields });
				}
				send({ msg: 'ready', subs: [id] });
			} catch (error) {
				send({ msg: 'nosub', id, error: errorFields(error) });
			}
			return;
		case 'unsub':
			session.unsubscribe(id);
			send({ msg: 'nosub', id });
			return;
		case 'pong':
			return;
		default:
			send({ msg: 'error', reason: 'Bad request', offendingMessage: message });
	}
}

/**
 * Whether the client keeps the events of a stream as a document of a collection, as bots on Rocket.Chat's SDK 0.2 do. They
 * ignore changes of a document that was not added before (`server/modules/streamer/streamer.module.ts`, `_publish`).
 */
function wantsCollection(options: unknown): boolean {
	return options === true || (options as { useCollection?: unknown } | undefined)?.useCollection === true;
}

async function answerMethod(id: string, work: () => unknown, send: (message: object) => void): Promise<void> {
	try {
		const result = await work();
		send({ msg: 'result', id, ...(result !== undefined && { result }) });
	} catch (error) {
		send({ msg: 'result', id, error: errorFields(error) });
	}
	send({ msg: 'updated', methods: [id] });
}

function errorFields(error: unknown): object {
	if (error instanceof MeteorError) {
		const code = /^\d+$/.test(error.error) ? Number(error.error) : error.error;
		return {
			isClientSafe: true,
			error: code,
			reason: error.reason,
			message: error.message,
			errorType: 'Meteor.Error',
		};
	}
	return {
		isClientSafe: true,
		error: 500,
		reason: 'Internal server error',
		message: error instanceof Error ? error.message : 'Internal server error [500]',
		errorType: 'Meteor.Error',
	};
}
