import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UserDocument } from '../../../sandbox/workspace/database/documents';
import { logIn } from '../../../sandbox/workspace/functions/login-tokens';
import { domainRoutes } from '../../../sandbox/workspace/rest/domain';
import { createRestServer, type Routes } from '../../../sandbox/workspace/rest/server';
import type { Server } from '../../../sandbox/workspace/server';

/** The fields of an answer, and its status. */
export type Answer = Record<string, unknown>;

/** The REST API of a workspace that has no engine. */
export class DomainRest {
	private constructor(
		private readonly server: Server,
		private readonly http: HttpServer,
	) {}

	/** @param routes besides those of people, rooms and messages */
	static async start(server: Server, routes: readonly Routes[] = []): Promise<DomainRest> {
		const http = createServer(createRestServer(server, [...domainRoutes, ...routes]));
		// As in the workspace. Making a license takes longer than Node's 5 seconds on a busy machine, without a turn for a client.
		http.keepAliveTimeout = 120_000;
		http.listen(0, '127.0.0.1');
		await once(http, 'listening');
		return new DomainRest(server, http);
	}

	/**
	 * Calls `/api/<path>` as a user.
	 * @param body of a POST, JSON or a form; without one it is a GET
	 */
	async call(path: string, user: UserDocument, body?: object): Promise<Answer> {
		const isForm = body instanceof FormData;
		const { port } = this.http.address() as AddressInfo;
		const response = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
			method: body ? 'POST' : 'GET',
			headers: {
				'X-User-Id': user._id,
				'X-Auth-Token': logIn(this.server, user),
				...(!isForm && { 'Content-Type': 'application/json' }),
			},
			...(body && { body: isForm ? body : JSON.stringify(body) }),
		});
		return { ...((await response.json()) as Answer), status: response.status };
	}

	/** Reads an address as somebody who is not logged in. */
	async fetch(path: string): Promise<Response> {
		const { port } = this.http.address() as AddressInfo;
		return fetch(`http://127.0.0.1:${port}${path}`);
	}

	async stop(): Promise<void> {
		this.http.close();
		this.http.closeAllConnections();
		await once(this.http, 'close');
	}
}
