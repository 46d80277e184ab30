import type { Status, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { collections, update } from './collections';

/** How the event `user-status` names each status: by its place (`server/modules/listeners/listeners.module.ts`). */
const statusNumbers: readonly Status[] = ['offline', 'online', 'away', 'busy'];

const statuses: readonly Status[] = ['online', 'away', 'busy', 'offline'];

/** How many realtime connections each user has. */
const connections = new WeakMap<Server, Map<string, number>>();

/**
 * The status of a user without a connection. Everybody is offline, bots too
 * (`ee/packages/presence/src/lib/processConnectionStatus.ts`). In 9.0 bots keep the status that was set for them, and online
 * without a text counts for everybody (`ee/packages/presence/src/lib/presenceEngine.ts`, `disconnectedStatus`).
 */
function disconnectedStatus(
	server: Server,
	user: UserDocument,
	set: Status,
	text: string | undefined,
): Status {
	const isBot = user.type === 'bot' || user.type === 'app' || user.roles.includes('bot');
	const isCleared = set === 'online' && !text;
	return behaves(server, 'keepsStatusOfBots') && (isBot || isCleared) ? set : 'offline';
}

/**
 * Whether the status of everybody is switched off (`services/statusVisibility/service.ts`). The setting counts only
 * with the license module of unlimited presence.
 */
export function isPresenceSwitchedOff({ settings, licensing }: Server): boolean {
	return licensing.hasModule('unlimited-presence') && settings.get('Accounts_UserStatus_Enabled') === false;
}

/**
 * Stores the status that a user chose (`ee/packages/presence/src/Presence.ts`, `setStatus`) and raises
 * `IPostUserStatusChanged` if anything changed (`apps/meteor/server/services/apps-engine/service.ts`).
 * @throws {MeteorError} `error-invalid-status`, `error-presence-disabled`
 */
export function setStatus(server: Server, userId: string, chosen: string, statusText?: string): void {
	const status = statuses.find((known) => known === chosen);
	if (!status) {
		throw new MeteorError('error-invalid-status', 'Invalid status', { method: 'users.setStatus' });
	}
	if (behaves(server, 'refusesHiddenStatus') && isPresenceSwitchedOff(server)) {
		throw new MeteorError('error-presence-disabled', 'Presence is disabled for this user', {
			method: 'setStatus',
		});
	}
	const clears = behaves(server, 'keepsStatusOfBots') && status === 'online' && !statusText;
	const text = clears ? '' : statusText;
	applyStatus(server, userId, status, {
		disconnected: (user) => disconnectedStatus(server, user, status, text),
		...(text !== undefined && { statusText: text }),
	});
}

/**
 * Counts a new realtime connection of a user.
 * @returns a function that ends the connection
 */
export function connectionOpened(server: Server, userId: string): () => void {
	const counts = connectionCounts(server);
	const change = (by: 1 | -1): void => {
		counts.set(userId, (counts.get(userId) ?? 0) + by);
		const user = collections(server).users.findById(userId);
		if (user) {
			applyStatus(server, userId, user.statusDefault ?? 'online', { disconnected: () => 'offline' });
		}
	};
	change(1);
	return () => change(-1);
}

function applyStatus(
	server: Server,
	userId: string,
	chosen: Status,
	more: { readonly disconnected: (user: UserDocument) => Status; readonly statusText?: string },
): void {
	const { users } = collections(server);
	const before = users.findById(userId);
	if (!before) {
		return;
	}
	const connected = (connectionCounts(server).get(userId) ?? 0) > 0;
	const fields: Partial<UserDocument> = {
		statusDefault: chosen,
		status: connected ? chosen : more.disconnected(before),
		statusConnection: connected ? 'online' : 'offline',
		...(more.statusText !== undefined && { statusText: more.statusText }),
	};
	const unchanged = Object.entries(fields).every(
		([key, value]) => before[key as keyof UserDocument] === value,
	);
	if (unchanged) {
		return;
	}
	const user = update(users, userId, fields);
	const number = statusNumbers.indexOf(user.status);
	const event = [user._id, user.username, number, user.statusText, user.name, user.roles];
	server.streams.emit('notify-logged', 'user-status', [event]);
	void server.appEvents.userStatusChanged(user, before.status);
}

function connectionCounts(server: Server): Map<string, number> {
	let counts = connections.get(server);
	if (!counts) {
		counts = new Map();
		connections.set(server, counts);
	}
	return counts;
}
