import { Router } from 'express';
import type { SlashCommand } from '../bridges/commands';
import { collections } from '../functions/collections';
import { canAccessRoom } from '../functions/room-access';
import type { Server } from '../server';
import { failure, forbidden } from './answers';
import { page, pagination } from './pagination';
import { authenticated, bodyParsers, handled, userOf, type RestRequest } from './server';

/** `commands.list`, `commands.get`, `commands.run` (apps/meteor/app/api/server/v1/commands.ts). */
export function commandsRoutes(server: Server): Router {
	const router = Router();
	const loggedIn = authenticated(server);
	router.get(
		'/api/v1/commands.list',
		loggedIn,
		handled((request) => {
			const { items, ...numbers } = page(
				server.bridges().getCommandBridge().list().map(listed),
				pagination(server, request),
			);
			return { commands: items, appsLoaded: true, ...numbers };
		}),
	);
	router.get(
		'/api/v1/commands.get',
		loggedIn,
		handled((request) => {
			const name = request.query.command;
			if (typeof name !== 'string') {
				throw failure("must have required property 'command' [invalid-params]", 'invalid-params');
			}
			const command = server.bridges().getCommandBridge().find(name);
			if (!command) {
				throw failure(`There is no command in the system by the name of: ${name}`);
			}
			const { description, params, providesPreview, clientOnly } = command;
			return {
				command: { command: command.command, description, params, clientOnly, providesPreview },
			};
		}),
	);
	router.post(
		'/api/v1/commands.run',
		loggedIn,
		bodyParsers(),
		handled((request) => run(server, request)),
	);
	return router;
}

function listed({
	command,
	description,
	params,
	providesPreview,
	clientOnly,
	permission,
	appId,
}: SlashCommand) {
	return {
		command,
		description,
		params,
		providesPreview,
		...(clientOnly !== undefined && { clientOnly }),
		...(permission !== undefined && { permission }),
		...(appId !== undefined && { appId }),
	};
}

const parameters = ['command', 'params', 'roomId', 'tmid', 'triggerId'] as const;

async function run(server: Server, request: RestRequest): Promise<object> {
	const body = checkedBody(request.body);
	const bridge = server.bridges().getCommandBridge();
	const command = bridge.find(body.command ?? '');
	if (!command) {
		throw failure('The command provided does not exist (or is disabled).');
	}
	const { rooms, messages } = collections(server);
	const user = userOf(request);
	const room = rooms.findById(body.roomId ?? '');
	if (!room || !canAccessRoom(server, room, user._id)) {
		throw forbidden('User does not have access to this room');
	}
	if (body.tmid !== undefined && messages.findById(body.tmid)?.rid !== room._id) {
		throw failure('Invalid thread.');
	}
	await bridge.run(command, {
		userId: user._id,
		roomId: room._id,
		params: body.params ?? '',
		...(body.tmid && { threadId: body.tmid }),
		...(body.triggerId && { triggerId: body.triggerId }),
	});
	return {};
}

/** Only these parameters, each a text. */
function checkedBody(body: unknown): Partial<Record<(typeof parameters)[number], string>> {
	const given = typeof body === 'object' && body !== null ? Object.entries(body) : [];
	const unknown = given.filter(([name]) => !parameters.some((parameter) => parameter === name));
	if (unknown.length > 0) {
		throw failure('must NOT have additional properties [invalid-params]', 'invalid-params');
	}
	for (const required of ['command', 'roomId']) {
		if (!given.some(([name]) => name === required)) {
			throw failure(`must have required property '${required}' [invalid-params]`, 'invalid-params');
		}
	}
	for (const [name, value] of given) {
		if (typeof value !== 'string' && value !== null) {
			throw failure(`must be string: ${name} [invalid-params]`, 'invalid-params');
		}
	}
	return Object.fromEntries(given.filter(([, value]) => value !== null));
}
