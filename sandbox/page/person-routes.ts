import { Router, type Request } from 'express';
import { handledAs } from './handled-as';
import { fieldOf, requiredText } from './request-body';
import type { Person, Relation, Side } from './side';

/**
 * `/api/:side/:person/…`: reads the rooms and messages of a person, and writes as this person.
 * @param sides by the id that the path contains; `:person` is an index into `persons`
 */
export function personRoutes(sides: Readonly<Record<string, Side>>): Router {
	const router = Router();
	const handler = (action: (person: Person, request: Request) => Promise<unknown>) =>
		handledAs(sides, async (person, request, response) =>
			response.json((await action(person, request)) ?? {}),
		);
	const root = '/api/:side/:person';
	const messages = `${root}/rooms/:room/messages`;
	router.get(
		`${root}/rooms`,
		handler((person) => person.rooms()),
	);
	router.get(
		messages,
		handler((person, { params: { room = '' } }) => person.messages(room)),
	);
	router.post(
		messages,
		handler((person, { params: { room = '' }, body }) =>
			person.write(room, requiredText(body, 'text'), optionalRelation(body)),
		),
	);
	router.post(
		`${messages}/:message/edit`,
		handler((person, { params: { room = '', message = '' }, body }) =>
			person.edit(room, message, requiredText(body, 'text')),
		),
	);
	router.post(
		`${messages}/:message/delete`,
		handler((person, { params: { room = '', message = '' } }) => person.remove(room, message)),
	);
	router.post(
		`${messages}/:message/react`,
		handler((person, { params: { room = '', message = '' }, body }) =>
			person.react(room, message, requiredText(body, 'emoji'), fieldOf(body, 'wanted') !== false),
		),
	);
	router.post(
		`${messages}/:message/press`,
		handler((person, { params: { room = '', message = '' }, body }) =>
			person.press(room, message, Number(fieldOf(body, 'button'))),
		),
	);
	router.get(
		`${root}/rooms/:room/activity`,
		handler((person, { params: { room = '' } }) => person.activity(room)),
	);
	router.post(
		`${root}/rooms/:room/typing`,
		handler((person, { params: { room = '' }, body }) =>
			person.setTyping(room, fieldOf(body, 'typing') === true),
		),
	);
	router.post(
		`${root}/rooms/:room/read`,
		handler((person, { params: { room = '' }, body }) =>
			person.markRead(room, requiredText(body, 'message')),
		),
	);
	router.post(
		`${root}/rooms/:room/join`,
		handler((person, { params: { room = '' } }) => person.join(room)),
	);
	router.post(
		`${root}/rooms/:room/decline`,
		handler((person, { params: { room = '' } }) => person.decline(room)),
	);
	router.get(
		`${root}/avatar`,
		handler(async (person) => ({ avatar: await person.avatar() })),
	);
	router.get(
		`${root}/people`,
		handler((person) => person.knownPeople()),
	);
	router.post(
		`${root}/direct`,
		handler(async (person, { body }) => ({
			room: await person.openDirectMessage(requiredText(body, 'address')),
		})),
	);
	return router;
}

/** @returns the field `relation`; undefined if there is none @throws Error if the relation is malformed */
function optionalRelation(body: unknown): Relation | undefined {
	const relation = fieldOf(body, 'relation');
	if (relation === undefined) {
		return undefined;
	}
	const kind = requiredText(relation, 'kind');
	if (kind !== 'reply' && kind !== 'thread') {
		throw new Error(`there is no relation ${kind}`);
	}
	return { kind, messageId: requiredText(relation, 'messageId') };
}
