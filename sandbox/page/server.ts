import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { People } from '../people';
import type { PlanSwitch } from '../plan-switch';
import type { SecondWorkspace } from '../second-workspace';
import { errorText } from './error-text';
import { matrixSide } from './matrix-side';
import { mediaRoutes } from './media-routes';
import { personRoutes } from './person-routes';
import { planRoutes } from './plan';
import { roomRoutes } from './room-routes';
import type { Side } from './side';
import { SideDoesNotAnswer } from './side-does-not-answer';
import { workspaceSide } from './workspace-side';

const files = fileURLToPath(new URL('public', import.meta.url));

/** The running page, on which the user can write as people of both sides. */
export interface Page {
	readonly url: string;
	stop(): Promise<void>;
}

interface PageOptions {
	/** What the localparts of the ghosts begin with. */
	readonly ghostPrefix: string;
	/** The people of a second workspace, whom the page shows in place of those on Matrix. */
	readonly second?:
		| {
				readonly people: Pick<SecondWorkspace, 'admin' | 'dora' | 'erik'>;
				readonly ghostPrefix: string;
				/** Of the homeserver of its ghosts. */
				readonly domain: string;
		  }
		| undefined;
	/** 0: any free port. */
	readonly port: number;
}

/**
 * Serves the page with the people of the sandbox.
 * @throws Error if the port is taken
 */
export async function startPage(
	people: People,
	plan: PlanSwitch,
	{ ghostPrefix, second, port }: PageOptions,
): Promise<Page> {
	const { alice, carol, admin, bob, dave } = people;
	const domain = bob.client.getDomain() ?? '';
	const ghostsWith = (prefix: string, server: string) => (username: string) =>
		`${prefix}${username}:${server}`;
	const left = workspaceSide(
		[
			{ person: alice, name: 'Alice' },
			{ person: carol, name: 'Carol' },
			{ person: admin, name: 'Administrator' },
		],
		(username) => `${second ? '' : '@'}${ghostsWith(ghostPrefix, domain)(username)}`,
		second ? 'First workspace' : 'Rocket.Chat',
	);
	const right = second
		? workspaceSide(
				[
					{ person: second.people.dora, name: 'Dora' },
					{ person: second.people.erik, name: 'Erik' },
					{ person: second.people.admin, name: 'Administrator' },
				],
				ghostsWith(second.ghostPrefix, second.domain),
				'Second workspace',
			)
		: matrixSide(
				[
					{ person: bob, name: 'Bob' },
					{ person: dave, name: 'Dave' },
				],
				(userId) => userId.startsWith(`@${ghostPrefix}`),
			);
	return servePage({ left, right }, plan, port);
}

/**
 * Serves the page on loopback.
 * @param sides by the id that the page's API uses
 * @param port 0: any free port
 * @throws Error if the port is taken
 */
export async function servePage(
	sides: Readonly<Record<string, Side>>,
	plan: PlanSwitch,
	port: number,
): Promise<Page> {
	const http = pageServer(sides, plan).listen(port, '127.0.0.1');
	await once(http, 'listening');
	return {
		url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
		stop: async () => {
			const closed = once(http, 'close');
			http.close();
			http.closeAllConnections();
			await closed;
		},
	};
}

/** Express application with the page's files, and its own API below `/api`. */
function pageServer(sides: Readonly<Record<string, Side>>, plan: PlanSwitch): express.Express {
	const app = express();
	app.disable('x-powered-by');
	app.use(refuseForeignHosts, allowOwnContentOnly, express.json(), express.static(files));
	app.get('/api/sides', (_request, response) => {
		response.json(
			Object.entries(sides).map(([id, { title, kind, emoji, roles, persons }]) => ({
				id,
				title,
				kind,
				emoji,
				roles,
				persons: persons.map(({ name, address, otherAddress }) => ({ name, address, otherAddress })),
			})),
		);
	});
	app.get('/api/changes', streamChanges(sides));
	app.use(planRoutes(plan));
	app.use(personRoutes(sides), roomRoutes(sides), mediaRoutes(sides));
	app.use('/api', answerNotFound, answerWithError);
	return app;
}

/** Server-sent events: each one names a person whose rooms or messages may have changed. */
function streamChanges(sides: Readonly<Record<string, Side>>) {
	const open = new Set<Response>();
	for (const [side, { persons }] of Object.entries(sides)) {
		persons.forEach((person, index) =>
			person.onChange(() => {
				const event = `data: ${JSON.stringify({ side, person: index })}\n\n`;
				open.forEach((response) => response.write(event));
			}),
		);
	}
	return (request: Request, response: Response) => {
		response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
		response.write('retry: 1000\n\n');
		open.add(response);
		request.on('close', () => open.delete(response));
	};
}

function answerNotFound({ originalUrl }: Request, response: Response): void {
	response.status(404).json({ error: `nothing is at ${originalUrl}` });
}

/** Has four parameters, because Express recognizes an error handler by their number. */
function answerWithError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
	if (response.headersSent) {
		next(error);
	} else {
		response.status(error instanceof SideDoesNotAnswer ? 502 : 400).json({ error: errorText(error) });
	}
}

/**
 * Protects from DNS rebinding: another site can let its own host name point to 127.0.0.1, and its pages could then read
 * this API. Their requests have that host name.
 */
function refuseForeignHosts(request: Request, response: Response, next: NextFunction): void {
	if (['127.0.0.1', 'localhost'].includes(request.hostname)) {
		next();
	} else {
		response.status(403).json({ error: `not served under the name ${request.hostname}` });
	}
}

/** Protects the page if `cleaned` should fail: markup of a message still cannot load or run anything. */
function allowOwnContentOnly(_request: Request, response: Response, next: NextFunction): void {
	response.set({
		'content-security-policy':
			"default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
		'referrer-policy': 'no-referrer',
		'x-content-type-options': 'nosniff',
	});
	next();
}
