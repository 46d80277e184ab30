import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { People } from '../people';
import type { PlanSwitch } from '../plan-switch';
import { matrixSide } from './matrix-side';
import { planRoutes } from './plan';
import type { Person, Side } from './side';
import { workspaceSide } from './workspace-side';

const files = fileURLToPath(new URL('public', import.meta.url));

/** The page on which anybody can write as people of both sides. */
export interface Page {
	readonly url: string;
	stop(): Promise<void>;
}

/**
 * Serves the page on loopback.
 * @param port 0: any free one
 * @throws Error if the port is taken
 */
export async function startPage(people: People, plan: PlanSwitch, port: number): Promise<Page> {
	const { alice, carol, admin, bob, dave } = people;
	const sides = {
		left: workspaceSide([
			{ person: alice, name: 'Alice' },
			{ person: carol, name: 'Carol' },
			{ person: admin, name: 'Administrator' },
		]),
		right: matrixSide([
			{ person: bob, name: 'Bob' },
			{ person: dave, name: 'Dave' },
		]),
	};
	const app = pageServer(sides, plan);
	const http = app.listen(port, '127.0.0.1');
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

/** The page's own small API below `/api`, and its files. */
export function pageServer(sides: Readonly<Record<string, Side>>, plan: PlanSwitch): express.Express {
	const app = express();
	app.disable('x-powered-by');
	app.use(refuseForeignHosts, express.json(), express.static(files));
	app.get('/api/sides', (_request, response) => {
		response.json(
			Object.entries(sides).map(([id, { title, persons }]) => ({
				id,
				title,
				persons: persons.map(({ name, address }) => ({ name, address })),
			})),
		);
	});
	app.get('/api/changes', tellChanges(sides));
	app.use(planRoutes(plan));

	const person = '/api/:side/:person';
	const answer =
		(work: (person: Person, request: Request) => Promise<unknown>) =>
		(request: Request, response: Response, next: NextFunction) => {
			const found = sides[request.params.side ?? '']?.persons[Number(request.params.person)];
			if (!found) {
				next();
				return;
			}
			work(found, request).then((result) => response.json(result ?? {}), next);
		};
	app.get(
		`${person}/rooms`,
		answer((who) => who.rooms()),
	);
	app.get(
		`${person}/rooms/:room/messages`,
		answer((who, { params }) => who.messages(params.room ?? '')),
	);
	app.post(
		`${person}/rooms/:room/messages`,
		answer((who, { params, body }) => who.write(params.room ?? '', textIn(body, 'text'))),
	);
	app.post(
		`${person}/rooms/:room/join`,
		answer((who, { params }) => who.join(params.room ?? '')),
	);
	app.post(
		`${person}/direct`,
		answer(async (who, { body }) => ({ room: await who.openDirectMessage(textIn(body, 'address')) })),
	);
	app.use(answerWithError);
	return app;
}

/** Server-sent events that name whose rooms or messages may have changed. */
function tellChanges(sides: Readonly<Record<string, Side>>) {
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

/** Express takes a handler for one of errors by its four parameters. */
function answerWithError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
	if (response.headersSent) {
		next(error);
	} else {
		response.status(400).json({ error: error instanceof Error ? error.message : String(error) });
	}
}

/** A foreign site can point a name of its own at this address; its pages then come with that name. */
function refuseForeignHosts(request: Request, response: Response, next: NextFunction): void {
	if (['127.0.0.1', 'localhost'].includes(request.hostname)) {
		next();
	} else {
		response.status(403).json({ error: `not served under the name ${request.hostname}` });
	}
}

/** @throws Error unless there is such a text */
function textIn(body: unknown, name: string): string {
	const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
	if (typeof value !== 'string' || value.trim() === '') {
		throw new Error(`${name} is missing`);
	}
	return value.trim();
}
