import { createHash } from 'node:crypto';
import type { LoginToken, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { passwordMatches, type GivenPassword } from './passwords';
import { randomSecret } from './random-id';

/** What is stored of a login token: base64 of its SHA-256 (Meteor's `Accounts._hashLoginToken`). */
export function hashLoginToken(token: string): string {
	return createHash('sha256').update(token).digest('base64');
}

/** The active user to whom the token belongs (`Users.findOneByIdAndLoginToken`). */
export function userByToken(server: Server, token: string, userId?: string): UserDocument | undefined {
	const { users } = collections(server);
	const hashedToken = hashLoginToken(token);
	const holds = (user: UserDocument): boolean =>
		user.active &&
		Boolean(user.services?.resume?.loginTokens.some((known) => known.hashedToken === hashedToken));
	const candidate = userId === undefined ? tokenOwner(server, hashedToken) : users.findById(userId);
	return candidate && holds(candidate) ? candidate : undefined;
}

/**
 * The user with that name, e-mail address or id who has that password.
 * @throws {MeteorError} 403 `User not found` or `Incorrect password`, `error-user-is-not-activated`
 */
export function userByPassword(
	server: Server,
	selector: { username?: string; email?: string; id?: string },
	password: GivenPassword,
): UserDocument {
	const user = findUser(server, selector);
	if (!user?.services?.password) {
		throw new MeteorError('403', 'User not found');
	}
	if (!passwordMatches(password, user.services.password.hash)) {
		throw new MeteorError('403', 'Incorrect password');
	}
	if (!user.active) {
		throw new MeteorError('error-user-is-not-activated', 'User is not activated');
	}
	return user;
}

/**
 * Gives the user a new login token, stores its hash and tells the apps (`Accounts.onLogin` in
 * `app/authentication/server/startup`).
 */
export function logIn(server: Server, user: UserDocument): string {
	const token = randomSecret();
	addToken(server, user._id, { hashedToken: hashLoginToken(token), when: new Date() });
	const loggedIn = update(collections(server).users, user._id, { lastLogin: new Date() });
	void server.appEvents.userLoggedIn(loggedIn);
	return token;
}

/** Removes the token and raises `IPostUserLoggedOut`. */
export function logOut(server: Server, user: UserDocument, token: string): void {
	const { users } = collections(server);
	const hashedToken = hashLoginToken(token);
	const loginTokens =
		user.services?.resume?.loginTokens.filter((known) => known.hashedToken !== hashedToken) ?? [];
	update(users, user._id, { services: { ...user.services, resume: { loginTokens } } });
	void server.appEvents.userLoggedOut(user);
}

/** Stores one more token of a user. */
export function addToken(server: Server, userId: string, token: LoginToken): void {
	const { users } = collections(server);
	const services = users.findById(userId)?.services;
	update(users, userId, {
		services: { ...services, resume: { loginTokens: [...(services?.resume?.loginTokens ?? []), token] } },
	});
}

function tokenOwner(server: Server, hashedToken: string): UserDocument | undefined {
	return collections(server)
		.users.find({ 'services.resume.loginTokens': { $exists: true } })
		.find((user) =>
			user.services?.resume?.loginTokens.some((known) => known.hashedToken === hashedToken),
		);
}

function findUser(
	server: Server,
	{ username, email, id }: { username?: string; email?: string; id?: string },
): UserDocument | undefined {
	const { users } = collections(server);
	if (id) {
		return users.findById(id);
	}
	if (username) {
		return users.findOne({ username: { $ignoreCase: username } });
	}
	return users.find().find((user) => user.emails?.some(({ address }) => address === email?.toLowerCase()));
}
