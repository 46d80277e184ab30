import { BoundedMap } from '../bounded-map';
import { parseServerName, type ServerName } from './ids';
import { toAsciiName } from './international-name';

/** A line of a list that names no server. */
interface BadLine {
	/** Counted from 1. */
	readonly line: number;
	readonly text: string;
}

/** The entries of a list, and what is wrong with it. */
export interface ParsedList {
	readonly entries: readonly Entry[];
	readonly badLines: readonly BadLine[];
}

interface Entry {
	/** As it was typed. */
	readonly text: string;
	readonly matches: (server: NameParts) => boolean;
}

/** A server name in the form in which it is compared. */
interface NameParts {
	readonly host: string;
	/** Undefined if the name has none. */
	readonly port: string | undefined;
}

/** Which servers the workspace federates with. */
export interface ServerList {
	readonly allowed: ParsedList;
	readonly blocked: ParsedList;
	/** Whether the lists would shut out the workspace's own homeserver, which they cannot. */
	readonly wouldBlockOwn: boolean;
	/** The lists as they are compared: a change of this text may change which servers are allowed. Empty for empty lists. */
	readonly signature: string;
	/** @returns whether the workspace federates with a server */
	readonly allows: (server: ServerName) => boolean;
}

/**
 * Reads the lists of servers, each with one name or pattern in a line: `*` stands for any characters, `?` for one. A blocked
 * server is blocked although it is allowed. If nothing is allowed explicitly, everything is. The workspace's own homeserver is
 * always allowed. Client-Server API, "Server Access Control Lists (ACLs) for rooms", has the same rules; an entry with a
 * port is for that port only, an entry without one for all ports.
 * @param own the domain of the workspace's homeserver
 */
export function serverListFrom(allowedText: string, blockedText: string, own: ServerName): ServerList {
	const allowed = parseList(allowedText);
	const blocked = parseList(blockedText);
	const isInList = (list: ParsedList, name: NameParts) => list.entries.some(({ matches }) => matches(name));
	// A list of bad lines only allows nobody: somebody wanted to limit the servers.
	const hasAllowed = allowed.entries.length + allowed.badLines.length > 0;
	const isListed = (name: NameParts) =>
		!isInList(blocked, name) && (!hasAllowed || isInList(allowed, name));
	const ownName = partsOf(own);
	const answers = new BoundedMap<ServerName, boolean>(MAX_REMEMBERED);
	return {
		allowed,
		blocked,
		wouldBlockOwn: !isListed(ownName),
		signature: [allowed, blocked].map(signatureOf).join('|').replace(/^\|$/, ''),
		allows(server) {
			const known = answers.get(server);
			if (known !== undefined) {
				return known;
			}
			const name = partsOf(server);
			const isOwn = name.host === ownName.host && name.port === ownName.port;
			const answer = isOwn || isListed(name);
			answers.set(server, answer);
			return answer;
		},
	};
}

/** Servers whose answers are remembered; a workspace rarely meets more in a minute. */
const MAX_REMEMBERED = 1_000;

function signatureOf({ entries, badLines }: ParsedList): string {
	return [...entries, ...badLines]
		.map(({ text }) => text)
		.sort()
		.join(' ');
}

function parseList(text: string): ParsedList {
	const entries: Entry[] = [];
	const badLines: BadLine[] = [];
	for (const [index, typed] of text.split(/\r\n|\r|\n/).entries()) {
		const trimmed = typed.trim();
		if (trimmed === '') {
			continue;
		}
		const matches = matcherOf(trimmed);
		if (matches) {
			entries.push({ text: trimmed, matches });
		} else {
			badLines.push({ line: index + 1, text: trimmed });
		}
	}
	return { entries, badLines };
}

/** @returns undefined for a text that is neither a server name nor a pattern of names */
function matcherOf(typed: string): Entry['matches'] | undefined {
	if (!/[*?]/.test(typed)) {
		const name = parseServerName(toAsciiName(typed));
		const { host, port } = name ? partsOf(name) : {};
		return host === undefined
			? undefined
			: (server) => server.host === host && (port === undefined || server.port === port);
	}
	const [, hostPattern = '', port] = /^(.*?)(?::([0-9]{1,5}))?$/.exec(typed) ?? [];
	const pattern = toAsciiName(hostPattern).toLowerCase().replace(/\.$/, '');
	if (!/^(?:[a-z0-9.*?-]+|\[[0-9a-f:.*?]+\])$/.test(pattern)) {
		return undefined;
	}
	return (server) => fitsPattern(server.host, pattern) && (port === undefined || server.port === port);
}

/**
 * Compares a name with a pattern in at most as many steps as the product of their lengths; a regular expression may take
 * minutes for a name that somebody chose for that.
 */
function fitsPattern(name: string, pattern: string): boolean {
	let at = 0;
	let inName = 0;
	/** Behind the last star, and up to where that star stands for the name. */
	let star: { next: number; upTo: number } | undefined;
	while (inName < name.length) {
		if (pattern[at] === '*') {
			at += 1;
			star = { next: at, upTo: inName };
		} else if (pattern[at] === '?' || pattern[at] === name[inName]) {
			at += 1;
			inName += 1;
		} else if (star) {
			star.upTo += 1;
			at = star.next;
			inName = star.upTo;
		} else {
			return false;
		}
	}
	return /^\**$/.test(pattern.slice(at));
}

/** Capitals, the dot at the end of a DNS name and the ways to write an IPv6 address make no difference. */
function partsOf(server: ServerName): NameParts {
	const [, host = '', port] = /^(\[.*\]|[^:]*)(?::([0-9]+))?$/.exec(server.toLowerCase()) ?? [];
	return { host: canonicalHost(host), port };
}

function canonicalHost(host: string): string {
	if (!host.startsWith('[')) {
		return host.replace(/\.$/, '');
	}
	return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host;
}
