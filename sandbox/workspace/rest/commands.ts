import { Router } from 'express';
import { executePreview, getPreviews } from '../bridges/command-previews';
import type { CommandCall, SlashCommand } from '../bridges/slash-command';
import { collections } from '../functions/collections';
import { canAccessRoom } from '../functions/room-access';
import type { Server } from '../server';
import { failure, forbidden } from './answers';
import { invalid } from './endpoints';
import { page, pagination } from './pagination';
import { authenticated, bodyParsers, handled, userOf, type RestRequest } from './server';

/** `commands.list`, `commands.get`, `commands.run`, `commands.preview` (apps/meteor/app/api/server/v1/commands.ts). */
export function commandsRoutes(server: Server): Router {
	const router = Router();
	const loggedIn = authenticated(server);
	router.get(
		'/api/v1/commands.list',
		loggedIn,
		handled((request) => {
			const { items, ...numbers } = page(
				server.slashCommands().list().map(listed),
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
				throw invalid("must have required property 'command'");
			}
			const command = server.slashCommands().find(name);
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
	router.get(
		'/api/v1/commands.preview',
		loggedIn,
		handled((request) => preview(server, request)),
	);
	router.post(
		'/api/v1/commands.preview',
		loggedIn,
		bodyParsers(),
		handled((request) => choose(server, request)),
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

interface CheckedCall {
	readonly command: SlashCommand;
	readonly call: CommandCall;
}

/** @throws 400 without such a command or thread, 403 without access to the room */
function checkedCall(server: Server, request: RestRequest, fields: Fields): CheckedCall {
	const command = server.slashCommands().find(fields.command ?? '');
	if (!command) {
		throw failure('The command provided does not exist (or is disabled).');
	}
	const { rooms, messages } = collections(server);
	const user = userOf(request);
	const room = rooms.findById(fields.roomId ?? '');
	if (!room || !canAccessRoom(server, room, user._id)) {
		throw forbidden('User does not have access to this room');
	}
	if (fields.tmid !== undefined && messages.findById(fields.tmid)?.rid !== room._id) {
		throw failure('Invalid thread.');
	}
	const call = {
		userId: user._id,
		roomId: room._id,
		params: fields.params ?? '',
		...(fields.tmid && { threadId: fields.tmid }),
		...(fields.triggerId && { triggerId: fields.triggerId }),
	};
	return { command, call };
}

async function run(server: Server, request: RestRequest): Promise<object> {
	const { command, call } = checkedCall(
		server,
		request,
		checkedFields(request.body, ['command', 'roomId'], ['params', 'tmid', 'triggerId']),
	);
	await server.slashCommands().run(command, call);
	return {};
}

async function preview(server: Server, request: RestRequest): Promise<object> {
	const { command, call } = checkedCall(
		server,
		request,
		checkedFields(request.query, ['command', 'roomId'], ['params']),
	);
	return { preview: (await getPreviews(command, call)) ?? { i18nTitle: '', items: [] } };
}

async function choose(server: Server, request: RestRequest): Promise<object> {
	const { previewItem, ...others } = { ...(request.body as Record<string, unknown> | undefined) };
	if (typeof previewItem !== 'object' || previewItem === null) {
		throw invalid("must have required property 'previewItem'");
	}
	const { id = '', type = '', value = '' } = checkedFields(previewItem, ['id', 'type', 'value'], []);
	const { command, call } = checkedCall(
		server,
		request,
		checkedFields(others, ['command', 'roomId'], ['params', 'tmid', 'triggerId']),
	);
	await executePreview(command, call, { id, type, value });
	return {};
}

type Fields = Partial<Record<string, string>>;

/** Only these fields, each a text. @throws 400 */
function checkedFields(source: unknown, required: readonly string[], optional: readonly string[]): Fields {
	const given = typeof source === 'object' && source !== null ? Object.entries(source) : [];
	if (given.some(([name]) => !required.includes(name) && !optional.includes(name))) {
		throw invalid('must NOT have additional properties');
	}
	for (const needed of required) {
		if (!given.some(([name]) => name === needed)) {
			throw invalid(`must have required property '${needed}'`);
		}
	}
	for (const [name, value] of given) {
		if (typeof value !== 'string' && value !== null) {
			throw invalid(`must be string: ${name}`);
		}
	}
	return Object.fromEntries(given.filter(([, value]) => value !== null));
}
