import { Router, type Request } from 'express';
import { handledAs } from './handled-as';
import { requiredText } from './request-body';
import type { Person, Side } from './side';

/** `/api/:side/:person/…`: who is in a room with which role, and the public rooms that a person finds and joins. */
export function roomRoutes(sides: Readonly<Record<string, Side>>): Router {
	const router = Router();
	const handler = (action: (person: Person, request: Request) => Promise<unknown>) =>
		handledAs(sides, async (person, request, response) =>
			response.json((await action(person, request)) ?? {}),
		);
	const root = '/api/:side/:person';
	const room = `${root}/rooms/:room`;
	router.get(
		`${room}/members`,
		handler((person, { params: { room: id = '' } }) => person.members(id)),
	);
	router.post(
		`${room}/invite`,
		handler((person, { params: { room: id = '' }, body }) =>
			person.invite(id, requiredText(body, 'address')),
		),
	);
	router.post(
		`${room}/remove`,
		handler((person, { params: { room: id = '' }, body }) =>
			person.removeMember(id, requiredText(body, 'address')),
		),
	);
	router.post(
		`${room}/role`,
		handler((person, { params: { room: id = '' }, body }) =>
			person.setRole(id, requiredText(body, 'address'), requiredText(body, 'role')),
		),
	);
	router.get(
		`${root}/public-rooms`,
		handler((person, { query: { term } }) =>
			person.findRooms(typeof term === 'string' ? term.trim() : ''),
		),
	);
	router.post(
		`${root}/public-rooms`,
		handler(async (person, { body }) => ({
			room: await person.joinFound(requiredText(body, 'room')),
		})),
	);
	return router;
}
