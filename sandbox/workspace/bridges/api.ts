import type { IApi, IApiEndpoint, IApiRequest } from '@rocket.chat/apps-engine/definition/api';
import { RequestMethod } from '@rocket.chat/apps-engine/definition/accessors';
import { ApiBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/ApiBridge';
import type { AppApi } from '@rocket.chat/apps-engine/server/managers/AppApi';
import express, { Router, type Express, type Request, type RequestHandler, type Response } from 'express';
import { userToApp } from '../converters/users';
import type { UserDocument } from '../database/documents';
import { authenticatedUser } from '../rest/authentication';
import type { Server } from '../server';

/** A request with what the middlewares add: the hash in a private endpoint's address, and the logged-in user. */
interface AppRequest extends Request {
	privateHash?: string;
	user?: UserDocument;
}

/**
 * The endpoints of apps. Follows apps/meteor/app/apps/server/bridges/router.ts (bodies: JSON and forms only, at most
 * 100 kB, the default of Express), bridges/api.ts and apps/meteor/app/api/server/middlewares/authentication.ts.
 */
export class ApiBridge extends EngineBridge {
	private readonly routers = new Map<string, Router>();

	constructor(private readonly server: Server) {
		super();
	}

	/** The Express app that the workspace mounts at its root. */
	expressApp(): Express {
		const app = express();
		app.disable('x-powered-by');
		const parsers = [express.urlencoded({ extended: false }), express.json()];
		app.use('/api/apps/private/:appId/:hash', parsers, (request: AppRequest, response: Response) => {
			if (request.params.hash) {
				request.privateHash = request.params.hash;
			}
			this.dispatch(request, response);
		});
		app.use('/api/apps/public/:appId', parsers, (request: Request, response: Response) =>
			this.dispatch(request, response),
		);
		return app;
	}

	// Public in Rocket.Chat's bridge as well; only the engine calls it.
	override async registerApi({ api, endpoint }: AppApi, appId: string): Promise<void> {
		assertApi(api, endpoint);
		const router = this.routers.get(appId) ?? Router();
		this.routers.set(appId, router);
		const path = endpoint.path.trim();
		router.all(
			path.startsWith('/') ? path : `/${path}`,
			this.authentication(Boolean(endpoint.authRequired)),
			this.executor(endpoint, appId),
		);
	}

	override async unregisterApis(appId: string): Promise<void> {
		this.routers.delete(appId);
	}

	private dispatch(request: Request, response: Response): void {
		const notFound = (): void => {
			response.sendStatus(404);
		};
		const router = this.routers.get(request.params.appId ?? '');
		if (router) {
			router(request, response, notFound);
		} else {
			notFound();
		}
	}

	/**
	 * Reads the headers of a logged-in user. Rocket.Chat also accepts an OAuth token in the query parameter
	 * `access_token`. The sandbox has no OAuth applications, so that no token is valid, but the parameter is removed
	 * before the app sees it, as in Rocket.Chat.
	 */
	private authentication(required: boolean): RequestHandler {
		return (request: AppRequest, response, next) => {
			const hasHeaders = request.headers['x-user-id'] && request.headers['x-auth-token'];
			const user = hasHeaders ? authenticatedUser(this.server, request) : undefined;
			if (!hasHeaders) {
				delete request.query.access_token;
			}
			if (required && !user) {
				response.status(401).send('Unauthorized');
				return;
			}
			if (user) {
				request.user = user;
			}
			next();
		};
	}

	private executor(endpoint: IApiEndpoint, appId: string): RequestHandler {
		return (request: AppRequest, response) => {
			void (async () => {
				try {
					const answer = await this.server
						.appManager()
						.getApiManager()
						.executeApi(appId, endpoint.path, this.toAppRequest(request));
					response.set(answer.headers ?? {});
					response.status(answer.status);
					response.send(answer.content);
				} catch (error) {
					response.status(500).send(error instanceof Error ? error.message : errorMessage(error));
				}
			})();
		};
	}

	private toAppRequest(request: AppRequest): IApiRequest {
		const content: unknown = request.body;
		return {
			method: toMethod(request.method),
			headers: request.headers as Record<string, string>,
			query: request.query as Record<string, string>,
			params: request.params,
			content,
			...(request.privateHash !== undefined && { privateHash: request.privateHash }),
			...(request.user && { user: userToApp(request.user) }),
		};
	}
}

/** @throws for HTTP methods that the engine does not know, such as HEAD */
function toMethod(method: string): RequestMethod {
	const known = Object.values(RequestMethod).find((value: string) => value === method.toLowerCase());
	if (known === undefined) {
		throw new Error(`The Apps-Engine knows no HTTP method ${method}`);
	}
	return known;
}

/** Errors of the runtime are plain objects with a message. */
function errorMessage(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: String(error);
}

function assertApi(api: IApi, endpoint: IApiEndpoint): void {
	if (typeof api !== 'object' || typeof endpoint.path !== 'string') {
		throw new Error('Invalid Api parameter provided, it must be a valid IApi object.');
	}
}
