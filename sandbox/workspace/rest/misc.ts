import type { IRoom, IUser } from '@rocket.chat/core-typings';
import { Router } from 'express';
import { searchChannels, searchUsers, spotlight } from '../functions/search';
import type { Server } from '../server';
import { answeredRoom } from './declared-answers';
import { Endpoints, Params, parsedJson, type Call } from './endpoints';
import { page, pagination, type Page } from './pagination';
import { handled } from './server';
import { shownUser } from './user-answers';

/** `info`, `spotlight`, `directory` (`apps/meteor/server/api/v1/`). */
export function miscRoutes(server: Server): Router {
	const router = Router();
	router.get(
		'/api/info',
		handled(() => ({ version: server.version })),
	);
	const endpoints = new Endpoints(server)
		.get('spotlight', ({ user, given }) => spotlight(server, given.query, user._id))
		.get('directory', (call) => directory(server, call));
	router.use(endpoints.router);
	return router;
}

/** `directory` (`misc.ts`, `meteor-methods/rooms/browseChannels.ts`): `query` holds the parameters as JSON in older clients. */
function directory(server: Server, { user, params, request }: Call): Page & { result: (IUser | IRoom)[] } {
	const given = new Params(parsedJson(params.text('query')));
	const text = params.text('text') ?? given.text('text') ?? '';
	const type = params.text('type') ?? given.text('type') ?? 'channels';
	const found =
		type === 'users'
			? searchUsers(server, text).map((person) => shownUser(server, person, user))
			: searchChannels(server, text).map(answeredRoom);
	const { items, ...numbers } = page<IUser | IRoom>(found, pagination(server, request));
	return { result: items, ...numbers };
}
