import express, {
	type NextFunction,
	type Request,
	type RequestHandler,
	type Response,
	type Router,
} from 'express';
import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { failure, forbidden, notLoggedIn, RestError } from './answers';
import { authenticatedUser } from './authentication';

/** What a handler gets. Behind `authenticated` both extra fields are there. */
export interface RestRequest extends Request {
	user?: UserDocument;
	authToken?: string;
}

/** A group of addresses: one file of this folder. */
export type Routes = (server: Server) => Router;

/**
 * Rocket.Chat's REST API, as far as the sandbox has it.
 * @param routes - the groups, in the order in which Express tries them
 */
export function createRestServer(server: Server, routes: readonly Routes[]): express.Express {
	const app = express();
	app.disable('x-powered-by');
	for (const make of routes) {
		app.use(make(server));
	}
	app.use((_request, response) => {
		response.status(404).json({ success: false, error: 'API endpoint not found' });
	});
	app.use(answerError);
	return app;
}

/** The parsers of JSON and form bodies; multipart bodies are left alone. Not for the apps' own endpoints. */
export function bodyParsers(): RequestHandler[] {
	return [express.json({ limit: '10mb' }), express.urlencoded({ extended: true, limit: '10mb' })];
}

/** Answers 401 unless a user is logged in. */
export function authenticated(server: Server): RequestHandler {
	return (request: RestRequest, response, next) => {
		const user = authenticatedUser(server, request);
		if (!user) {
			answer(response, notLoggedIn());
			return;
		}
		request.user = user;
		const token = request.header('x-auth-token');
		if (token) {
			request.authToken = token;
		}
		next();
	};
}

/** Answers 403, as for a missing permission, unless the user is an administrator. Put it behind `authenticated`. */
export function administrator(): RequestHandler {
	return (request: RestRequest, response, next) => {
		if (!request.user?.roles.includes('admin')) {
			answer(
				response,
				forbidden('User does not have the permissions required for this action [error-unauthorized]'),
			);
			return;
		}
		next();
	};
}

/**
 * Makes a handler from a function that returns the fields of the answer. `success: true` is added; a thrown
 * `RestError` determines the answer, a MeteorError or any other error becomes 400.
 */
export function handled(
	work: (request: RestRequest, response: Response) => Promise<object> | object,
): RequestHandler {
	return (request, response) => {
		void (async () => {
			try {
				const result = await work(request, response);
				if (!response.headersSent) {
					response.json({ ...result, success: true });
				}
			} catch (error) {
				answerError(error, request, response, () => response.end());
			}
		})();
	};
}

/** The user of a request behind `authenticated`. */
export function userOf(request: RestRequest): UserDocument {
	if (!request.user) {
		throw notLoggedIn();
	}
	return request.user;
}

function answer(response: Response, error: RestError): void {
	response.status(error.status).json(error.body);
}

// Express recognizes error handlers by their four parameters.
function answerError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
	if (response.headersSent) {
		next(error);
		return;
	}
	if (error instanceof RestError) {
		answer(response, error);
		return;
	}
	if (error instanceof MeteorError) {
		const details = error.details === undefined ? {} : { details: error.details };
		answer(response, failure({ error: error.message, errorType: error.error, ...details }));
		return;
	}
	answer(response, failure(messageOf(error)));
}

/** Errors from an app's process are plain objects with a message. */
function messageOf(error: unknown): string {
	const message: unknown =
		typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
	return typeof message === 'string' ? message : String(error);
}
