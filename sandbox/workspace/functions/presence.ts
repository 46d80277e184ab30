import type { Status, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';

/** How the event `user-status` names each status: by its place (`server/modules/listeners/listeners.module.ts`). */
const statusNumbers: readonly Status[] = ['offline', 'online', 'away', 'busy'];

const statuses: readonly Status[] = ['online', 'away', 'busy', 'offline'];

/** How many realtime connections each user has. */
const connections = new WeakMap<Server, Map<string, number>>();

/**
 * The status that others see, from the chosen status and whether the user has a connection
 * (`ee/packages/presence/src/lib/processConnectionStatus.ts`): without one everybody is offline, bots too.
 */
function shownStatus(
	connected: boolean,
	chosen: Status,
): Required<Pick<UserDocument, 'status' | 'statusConnection'>> {
	if (!connected) {
		return { status: 'offline', statusConnection: 'offline' };
	}
	return { status: chosen, statusConnection: 'online' };
}

/**
 * Stores the status that a user chose (`ee/packages/presence/src/Presence.ts`, `setStatus`) and raises
 * `IPostUserStatusChanged` if anything changed (`apps/meteor/server/services/apps-engine/service.ts`).
 * @throws {MeteorError} `error-invalid-status`
 */
export function setStatus(server: Server, userId: string, chosen: string, statusText?: string): void {
	const status = statuses.find((known) => known === chosen);
	if (!status) {
		throw new MeteorError('error-invalid-status', 'Invalid status', { method: 'users.setStatus' });
	}
	applyStatus(server, userId, status, statusText);
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
			applyStatus(server, userId, user.statusDefault ?? 'online');
		}
	};
	change(1);
	return () => change(-1);
}

function applyStatus(server: Server, userId: string, chosen: Status, statusText?: string): void {
	const { users } = collections(server);
	const before = users.findById(userId);
	if (!before) {
		return;
	}
	const connected = (connectionCounts(server).get(userId) ?? 0) > 0;
	const fields: Partial<UserDocument> = {
		statusDefault: chosen,
		...shownStatus(connected, chosen),
		...(statusText !== undefined && { statusText }),
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
