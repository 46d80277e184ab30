import { Router, type NextFunction, type Request, type Response } from 'express';
import type { Person, Relation, Side } from './side';

/** `/api/:side/:person/…`: what somebody of one side sees, and what they do there. */
export function personRoutes(sides: Readonly<Record<string, Side>>): Router {
	const router = Router();
	const answer =
		(work: (person: Person, request: Request) => Promise<unknown>) =>
		(request: Request, response: Response, next: NextFunction) => {
			const { side = '', person } = request.params;
			const found = Object.hasOwn(sides, side) ? sides[side]?.persons[Number(person)] : undefined;
			if (!found) {
				next();
				return;
			}
			work(found, request).then((result) => response.json(result ?? {}), next);
		};
	const person = '/api/:side/:person';
	const messages = `${person}/rooms/:room/messages`;
	router.get(
		`${person}/rooms`,
		answer((who) => who.rooms()),
	);
	router.get(
		messages,
		answer((who, { params: { room = '' } }) => who.messages(room)),
	);
	router.post(
		messages,
		answer((who, { params: { room = '' }, body }) =>
			who.write(room, textIn(body, 'text'), relationIn(body)),
		),
	);
	router.post(
		`${messages}/:message/edit`,
		answer((who, { params: { room = '', message = '' }, body }) =>
			who.edit(room, message, textIn(body, 'text')),
		),
	);
	router.post(
		`${messages}/:message/delete`,
		answer((who, { params: { room = '', message = '' } }) => who.remove(room, message)),
	);
	router.post(
		`${messages}/:message/react`,
		answer((who, { params: { room = '', message = '' }, body }) =>
			who.react(room, message, textIn(body, 'emoji'), fieldOf(body, 'wanted') !== false),
		),
	);
	router.post(
		`${person}/rooms/:room/join`,
		answer((who, { params: { room = '' } }) => who.join(room)),
	);
	router.post(
		`${person}/direct`,
		answer(async (who, { body }) => ({ room: await who.openDirectMessage(textIn(body, 'address')) })),
	);
	return router;
}

/** @throws Error unless there is such a text */
function textIn(body: unknown, name: string): string {
	const value = fieldOf(body, name);
	if (typeof value !== 'string' || value.trim() === '') {
		throw new Error(`${name} is missing`);
	}
	return value.trim();
}

/** @throws Error for a relation of another kind */
function relationIn(body: unknown): Relation | undefined {
	const relation = fieldOf(body, 'relation');
	if (relation === undefined) {
		return undefined;
	}
	const kind = textIn(relation, 'kind');
	if (kind !== 'reply' && kind !== 'thread') {
		throw new Error(`there is no relation ${kind}`);
	}
	return { kind, messageId: textIn(relation, 'messageId') };
}

function fieldOf(body: unknown, name: string): unknown {
	return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}
