import type { JsonObject } from '../convert/json';
import type { ServerName } from './ids';
import { serverListFrom } from './server-list';

/** A host that is an address, not a name. */
const ipLiteral = /^(?:\[.*\]|[0-9]+(?:\.[0-9]+){3})$/;

/**
 * @param acl the content of `m.room.server_acl`. Client-Server API, "Server Access Control Lists (ACLs) for rooms"
 * @returns whether the other servers of the room take events from a server
 */
export function aclAllows(acl: JsonObject, server: ServerName): boolean {
	const host = server.replace(/:[0-9]+$/, '') as ServerName;
	if (acl.allow_ip_literals === false && ipLiteral.test(host)) {
		return false;
	}
	const allowed = linesOf(acl.allow);
	return allowed !== '' && !serverListFrom(allowed, linesOf(acl.deny), host).wouldBlockOwn;
}

function linesOf(patterns: unknown): string {
	const list: readonly unknown[] = Array.isArray(patterns) ? patterns : [];
	return list.filter((pattern) => typeof pattern === 'string').join('\n');
}
