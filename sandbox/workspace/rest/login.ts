import { Router, type Response } from 'express';
import { MeteorError } from '../meteor-error';
import type { UserDocument } from '../database/documents';
import {
	addToken,
	hashLoginToken,
	logIn,
	logOut,
	userByPassword,
	userByToken,
} from '../functions/login-tokens';
import type { GivenPassword } from '../functions/passwords';
import { hasPermission } from '../functions/permissions';
import { randomSecret } from '../functions/random-id';
import type { Server } from '../server';
import { Endpoints, Params } from './endpoints';
import { authenticated, bodyParsers, handled, userOf } from './server';
import { shownSelf } from './user-answers';

/**
 * `login`, `logout`, `me` and personal access tokens (`apps/meteor/app/api/server/ApiClass.ts`, `v1/misc.ts`,
 * `v1/users.ts`).
 */
export function loginRoutes(server: Server): Router {
	const router = Router();
	router.post(
		'/api/v1/login',
		...bodyParsers(),
		handled((request, response) => answerLogin(server, new Params(request.body), response)),
	);
	router.post(
		'/api/v1/logout',
		authenticated(server),
		handled((request, response) => {
			logOut(server, userOf(request), request.authToken ?? '');
			response.json({ status: 'success', data: { message: "You've been logged out!" } });
			return {};
		}),
	);
	router.use(accountRoutes(server));
	return router;
}

function answerLogin(server: Server, params: Params, response: Response): object {
	try {
		const { user, token } = authenticate(server, params);
		response.json({
			status: 'success',
			data: { userId: user._id, authToken: token, me: shownSelf(server, user) },
		});
	} catch (error) {
		if (!(error instanceof MeteorError)) {
			throw error;
		}
		// The answer does not say whether the name or the password was wrong.
		const known = error.error === '403';
		response.status(401).json({
			status: 'error',
			error: known ? 'Unauthorized' : error.error,
			message: known ? 'Unauthorized' : error.reason,
		});
	}
	return {};
}

/** A new token for name (or e-mail address) and password, or the same one for `resume`. */
function authenticate(server: Server, params: Params): { user: UserDocument; token: string } {
	const resume = params.text('resume');
	if (resume) {
		const user = userByToken(server, resume);
		if (!user) {
			throw new MeteorError('403', 'You have been logged out by the server. Please log in again.');
		}
		return { user, token: resume };
	}
	const name = params.text('user') ?? params.text('username');
	const email = params.text('email') ?? (name?.includes('@') ? name : undefined);
	const user = userByPassword(
		server,
		email ? { email } : { username: name ?? '' },
		(params.text('password') ?? params.object('password') ?? '') as GivenPassword,
	);
	return { user, token: logIn(server, user) };
}

function accountRoutes(server: Server): Router {
	return new Endpoints(server)
		.get('me', ({ user }) => shownSelf(server, user))
		.post('users.generatePersonalAccessToken', ({ user, params }) => {
			const name = params.requiredText('tokenName');
			assertMayHaveTokens(server, user);
			if (personalTokens(user).some((token) => token.name === name)) {
				throw new MeteorError('error-token-already-exists', 'A token with this name already exists', {
					method: 'generatePersonalAccessToken',
				});
			}
			const token = randomSecret();
			addToken(server, user._id, {
				hashedToken: hashLoginToken(token),
				type: 'personalAccessToken',
				when: new Date(),
				name,
				bypassTwoFactor: params.flag('bypassTwoFactor') ?? false,
			});
			return { token };
		}).router;
}

function personalTokens(
	user: UserDocument,
): NonNullable<NonNullable<UserDocument['services']>['resume']>['loginTokens'] {
	return user.services?.resume?.loginTokens.filter(({ type }) => type === 'personalAccessToken') ?? [];
}

function assertMayHaveTokens(server: Server, user: UserDocument): void {
	if (!hasPermission(server, user._id, 'create-personal-access-tokens')) {
		throw new MeteorError('not-authorized', 'Not Authorized', { method: 'generatePersonalAccessToken' });
	}
}
