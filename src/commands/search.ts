import type { AppContext } from '../app-context';
import { cleanName } from '../convert/clean-name';
import type { Texts } from '../i18n';
import { FederationError } from '../errors';
import { HomeserverError, isErrcode } from '../matrix/homeserver-error';
import { parseServerName, serverOf, type ServerName } from '../matrix/ids';
import { toAsciiName } from '../matrix/international-name';
import type { FoundRoom } from '../matrix/room-directory';
import { ensureGhost } from '../people/ghost';
import { LARGE_ROOM_MEMBERS } from '../people/members/limits';
import { requireAllowedServer } from '../people/server-gate';
import type { Block } from '../rocketchat/blocks';
import type { RocketChatUser } from '../rocketchat/entities';
import type { Subcommand } from './subcommand';

/** Rooms on one page of the list. */
const PAGE_SIZE = 10;

/** What the buttons of the list do, by the ids of their actions. */
export const directoryActions = { join: 'directory-join', more: 'directory-more' } as const;

/** A page of a search: what is searched, where, and behind which page. */
export interface SearchPage {
	readonly term: string;
	/** Undefined for the workspace's own homeserver. */
	readonly server?: string | undefined;
	readonly since?: string | undefined;
}

/** A list of rooms for clients that show blocks, and for those that do not. */
interface RoomList {
	readonly text: string;
	readonly blocks: readonly Block[];
}

/** `/federation search` lists the public rooms of a homeserver, with buttons to join them. */
export const search: Subcommand = {
	name: 'search',
	parameters: [{ name: '[term] [server]', isRest: true }],
	who: 'users',
	feature: 'public_room',
	help: 'help_search',
	async run(app, { user, parameters, reply, text }) {
		const list = await listRooms(app, user, pageOf(parameters), text);
		await reply(list.text, list.blocks);
	},
};

/** @returns the first page of what was typed: the last word is a server if it looks like one */
function pageOf(words: readonly string[]): SearchPage {
	const last = words.at(-1) ?? '';
	const server = /[.:]/.test(last) ? parseServerName(toAsciiName(last.toLowerCase())) : undefined;
	return { term: (server ? words.slice(0, -1) : words).join(' '), server };
}

/**
 * Reads one page of a directory.
 * @throws FederationError `server-blocked`, `server-unreachable`, `server-denied`, `directory-closed`
 */
export async function listRooms(
	app: AppContext,
	user: RocketChatUser,
	page: SearchPage,
	text: Texts,
): Promise<RoomList> {
	const bridge = await app.requireBridge();
	const { domain } = bridge.configuration;
	const server = page.server === undefined ? undefined : parseServerName(page.server);
	if (server) {
		requireAllowedServer(bridge, server);
	}
	const asked = server ?? domain;
	const ghostId = await ensureGhost(bridge, user);
	try {
		const found = await bridge.homeserver.directory.publicRooms(ghostId, {
			...{ term: page.term, limit: PAGE_SIZE, since: page.since },
			// Synapse takes its own name for that of another server.
			...(asked !== domain && { server: asked }),
		});
		const rooms = found.rooms.filter(
			({ alias, isSpace }) => !isSpace && (!alias || bridge.servers.allows(serverOf(alias))),
		);
		return roomList({ rooms, next: found.next }, { ...page, server: asked }, text);
	} catch (error) {
		throw directoryFailure(error, asked);
	}
}

function directoryFailure(error: unknown, server: ServerName): unknown {
	if (!(error instanceof HomeserverError)) {
		return error;
	}
	const options = { cause: error };
	const { ownStatus: status, isOutage } = error;
	if (isErrcode(error, 'M_FORBIDDEN')) {
		return /federation denied/i.test(error.reason)
			? new FederationError('server-denied', { server }, options)
			: new FederationError('directory-closed', { server }, options);
	}
	return status !== undefined && (isOutage || status === 404)
		? new FederationError('server-unreachable', { server }, options)
		: error;
}

function roomList(
	{ rooms, next }: { readonly rooms: readonly FoundRoom[]; readonly next: string | undefined },
	page: SearchPage & { readonly server: string },
	text: Texts,
): RoomList {
	const { server } = page;
	if (rooms.length === 0 && next === undefined) {
		return { text: text('search_none', { server }), blocks: [] };
	}
	const title = text('search_title', { server });
	const lines = rooms.map((room) => roomLine(room, text));
	const more = next === undefined ? [] : [moreBlock({ ...page, since: next }, text)];
	return {
		text: [title, ...lines.map((line) => `• ${line}`), text('search_usage')].join('\n'),
		blocks: [
			section(title),
			...rooms.flatMap((room, index) => roomBlocks(room, lines[index] ?? '', text)),
			...more,
		],
	};
}

function roomLine({ roomId, alias, name, topic, members }: FoundRoom, text: Texts): string {
	const large = members > LARGE_ROOM_MEMBERS ? [text('search_large')] : [];
	return [
		`**${(cleanName(name) ?? cleanName(alias) ?? roomId).replace(/[*_~`[\]]/g, '')}**`,
		`\`${alias ?? roomId}\``,
		text('search_members', { count: members }),
		...large,
		...(topic === undefined
			? []
			: [cleanName(topic.replace(/\s+/g, ' '))?.replace(/[*_~`[\]]/g, '') ?? '']),
	].join(' · ');
}

function section(text: string): Block {
	return { type: 'section', text: { type: 'mrkdwn', text } };
}

function roomBlocks({ roomId, alias }: FoundRoom, line: string, text: Texts): Block[] {
	return [
		section(line),
		{
			type: 'actions',
			blockId: roomId,
			elements: [
				{
					...{ type: 'button', actionId: directoryActions.join, value: alias ?? roomId },
					...{ style: 'primary', text: { type: 'plain_text', text: text('search_join') } },
				},
			],
		},
	];
}

function moreBlock(page: SearchPage, text: Texts): Block {
	return {
		type: 'actions',
		blockId: directoryActions.more,
		elements: [
			{
				...{ type: 'button', actionId: directoryActions.more, value: JSON.stringify(page) },
				...{ style: 'primary', text: { type: 'plain_text', text: text('search_more') } },
			},
		],
	};
}
