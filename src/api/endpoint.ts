import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiEndpoint, IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { AppContext } from '../app-context';
import type { Host } from '../rocketchat/host';

type Method = Exclude<keyof IApiEndpoint, 'path' | 'examples' | 'authRequired' | '_availableMethods'>;

/** Answers one request. */
export type RequestHandler = (app: AppContext, request: IApiRequest) => Promise<IApiResponse>;

/** A path with a handler for each method it supports, and one for every other method. */
export interface Route {
	readonly path: string;
	readonly handlers: Readonly<Partial<Record<Method, RequestHandler>>>;
	readonly fallback: RequestHandler;
}

/** The part of the app that endpoints need. The engine gives each request its own app with its own logger. */
interface RequestApp {
	getLogger(): ILogger;
	handle<Result>(host: Host, handler: (app: AppContext) => Promise<Result>): Promise<Result>;
}

const methods: readonly Method[] = ['get', 'post', 'put', 'delete', 'head', 'options', 'patch'];

/** Converts a route for the engine. Declares every method, because the platform answers 500 for an undeclared one. */
export function endpointOf(app: RequestApp, { path, handlers, fallback }: Route): IApiEndpoint {
	// The engine looks for a property that holds the app, and replaces it by the request's own app.
	const endpoint: IApiEndpoint & { app: RequestApp } = { app, path };
	for (const method of methods) {
		const handler = handlers[method] ?? fallback;
		endpoint[method] = function (
			this: typeof endpoint,
			request,
			_endpoint,
			read,
			modify,
			_http,
			persistence,
		) {
			removeRequestFromLog(this.app.getLogger());
			return this.app.handle({ read, modify, persistence }, (app) => handler(app, request));
		};
	}
	return endpoint;
}

/**
 * Removes what the engine logs before the endpoint runs: the whole request, with the homeserver's token and the bodies
 * of messages.
 * Apps-Engine 1.62.0: deno-runtime/handlers/api-handler.ts.
 */
function removeRequestFromLog(logger: ILogger): void {
	const { entries } = logger as unknown as { entries?: unknown };
	if (Array.isArray(entries)) {
		entries.length = 0;
	}
}
