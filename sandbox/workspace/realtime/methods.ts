import { MeteorError } from '../meteor-error';
import { logIn, logOut, userByPassword, userByToken } from '../functions/login-tokens';
import type { GivenPassword } from '../functions/passwords';
import { setStatus } from '../functions/presence';
import type { Server } from '../server';
import { listMethods } from './list-methods';
import { messageMethods, type Method } from './message-methods';
import type { Session } from './session';

/** Milliseconds of a day. The setting `Accounts_LoginExpiration` counts days. */
const day = 24 * 60 * 60 * 1000;

/** The methods of the realtime API that the sandbox has (Meteor's accounts-base; `apps/meteor/server/publications`). */
const methods: Record<string, Method> = {
	login: (server, session, [given]) => login(server, session, asObject(given)),
	logout: (server, session) => {
		if (session.user && session.token) {
			logOut(server, session.user, session.token);
		}
		session.clearUser();
	},
	'stream-notify-room': notifyRoom,
	...messageMethods,
	...listMethods,
	'UserPresence:setDefaultStatus': (server, session, [status]) =>
		setStatus(server, session.userId(), String(status)),
	'UserPresence:online': (server, session) => setStatus(server, session.userId(), 'online'),
	'UserPresence:away': (server, session) => setStatus(server, session.userId(), 'away'),
};

/**
 * Runs a method. Its result may be a promise.
 * @throws {MeteorError} `404` for a method that is not built; any error of the method
 */
export function callMethod(
	server: Server,
	session: Session,
	name: string,
	params: readonly unknown[],
): unknown {
	const method = methods[name];
	if (!method) {
		throw new MeteorError('404', `Method '${name}' not found`);
	}
	return method(server, session, params);
}

function login(server: Server, session: Session, given: Record<string, unknown>): object {
	const lasts = (server.settings.get<number | undefined>('Accounts_LoginExpiration') ?? 90) * day;
	if (typeof given.resume === 'string') {
		const user = userByToken(server, given.resume);
		if (!user) {
			throw new MeteorError('403', "You've been logged out by the server. Please log in again.");
		}
		session.setUser(user, given.resume);
		return {
			id: user._id,
			token: given.resume,
			tokenExpires: new Date(Date.now() + lasts),
			type: 'resume',
		};
	}
	const selector = asObject(given.user);
	const user = userByPassword(server, textsOf(selector), given.password as GivenPassword);
	const token = logIn(server, user);
	session.setUser(user, token);
	return { id: user._id, token, tokenExpires: new Date(Date.now() + lasts), type: 'password' };
}

/**
 * Tells the others in a room that this user types (`apps/meteor/server/modules/notifications/notifications.module.ts`): only in
 * the user's own name, which is the username or the name as the workspace shows people, and only as `user-activity`. Everything
 * else is dropped without an error (`apps/meteor/server/modules/streamer/streamer.module.ts`, `initMethod`).
 */
function notifyRoom(
	server: Server,
	session: Session,
	[eventName, username, ...rest]: readonly unknown[],
): void {
	const [roomId, event] = String(eventName).split('/');
	const key = server.settings.get<boolean | undefined>('UI_Use_Real_Name') === true ? 'name' : 'username';
	const mayWrite =
		session.maySeeRoom(roomId ?? '') && event === 'user-activity' && username === session.user?.[key];
	if (!mayWrite) {
		return;
	}
	session.withoutOwnEvents(() =>
		server.streams.emit('notify-room', String(eventName), [username, ...rest]),
	);
}

function asObject(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textsOf({ username, email, id }: Record<string, unknown>): {
	username?: string;
	email?: string;
	id?: string;
} {
	return {
		...(typeof username === 'string' && { username }),
		...(typeof email === 'string' && { email }),
		...(typeof id === 'string' && { id }),
	};
}
