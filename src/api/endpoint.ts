import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiEndpoint, IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { AppContext } from '../app-context';
import type { Host } from '../rocketchat/host';

type Method = Exclude<keyof IApiEndpoint, 'path' | 'examples' | 'authRequired' | '_availableMethods'>;

/** Answers one request. */
export type RequestHandler = (app: AppContext, request: IApiRequest) => Promise<IApiResponse>;

/** What serves a path: an answer for each method it has, and one for every other method. */
export interface Route {
	readonly path: string;
	readonly handlers: Readonly<Partial<Record<Method, RequestHandler>>>;
	readonly fallback: RequestHandler;
}

/** The part of the app that endpoints need. The engine gives each request an app with a logger of its own. */
export interface RequestApp {
	getLogger(): ILogger;
	handle<Result>(host: Host, work: (app: AppContext) => Promise<Result>): Promise<Result>;
}

const methods: readonly Method[] = ['get', 'post', 'put', 'delete', 'head', 'options', 'patch'];

/** Makes an endpoint of a route. Every method is there, since the platform answers 500 for one that is not. */
export function endpointOf(app: RequestApp, { path, handlers, fallback }: Route): IApiEndpoint {
	// The engine looks for a property that holds the app and puts the request's own app in its place.
	const endpoint: IApiEndpoint & { app: RequestApp } = { app, path };
	for (const method of methods) {
		const answer = handlers[method] ?? fallback;
		endpoint[method] = function (
			this: typeof endpoint,
			request,
			_endpoint,
			read,
			modify,
			_http,
			persistence,
		) {
			forgetRequest(this.app.getLogger());
			return this.app.handle({ read, modify, persistence }, (app) => answer(app, request));
		};
	}
	return endpoint;
}

/**
 * Takes out of the log what the engine has put there before the endpoint runs: the whole request, with the
 * homeserver's token and the messages' bodies.
 * Apps-Engine 1.62.0: deno-runtime/handlers/api-handler.ts.
 */
function forgetRequest(logger: ILogger): void {
	const { entries } = logger as unknown as { entries?: unknown };
	if (Array.isArray(entries)) {
		entries.length = 0;
	}
}
