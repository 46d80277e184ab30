import { createHmac } from 'node:crypto';
import type { RegisteredUser } from './homeserver';

interface NewUser {
	readonly localpart: string;
	readonly password: string;
	/** Whether the user may use the homeserver's administration API. */
	readonly isAdmin?: boolean;
}

/**
 * Registers a user with the homeserver's shared secret (Synapse's admin API, "Shared-Secret Registration"). Logs in if
 * the user exists already, as at every start of the sandbox after the first one.
 * @param url of the homeserver, without a slash at the end
 * @throws Error if the homeserver refuses
 */
export async function registerUser(
	url: string,
	sharedSecret: string,
	user: NewUser,
): Promise<RegisteredUser> {
	const address = `${url}/_synapse/admin/v1/register`;
	const { body: nonceAnswer } = await call(address, 'GET');
	if (typeof nonceAnswer.nonce !== 'string') {
		throw new Error(
			`${address} returns no nonce (${JSON.stringify(nonceAnswer)}); is the homeserver a Synapse?`,
		);
	}
	const registered = await call(address, 'POST', {
		nonce: nonceAnswer.nonce,
		username: user.localpart,
		password: user.password,
		admin: user.isAdmin ?? false,
		mac: registrationMac(sharedSecret, nonceAnswer.nonce, user),
	});
	if (registered.body.errcode === 'M_USER_IN_USE') {
		return logIn(url, user);
	}
	return registeredUser(registered, `The homeserver refuses to register the user ${user.localpart}`);
}

/**
 * The `mac` field of a registration: HMAC-SHA1 over nonce, localpart, password and role, separated by NUL bytes.
 * @returns the MAC in hexadecimal
 */
export function registrationMac(sharedSecret: string, nonce: string, user: NewUser): string {
	return createHmac('sha1', sharedSecret)
		.update([nonce, user.localpart, user.password, user.isAdmin ? 'admin' : 'notadmin'].join('\0'))
		.digest('hex');
}

/** Client-server API: `POST /_matrix/client/v3/login` with a password. */
async function logIn(url: string, user: NewUser): Promise<RegisteredUser> {
	const answer = await call(`${url}/_matrix/client/v3/login`, 'POST', {
		type: 'm.login.password',
		identifier: { type: 'm.id.user', user: user.localpart },
		password: user.password,
	});
	return registeredUser(answer, `The user ${user.localpart} exists already, and the login fails`);
}

interface Answer {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

/** @param failure begins the error's message */
function registeredUser({ status, body }: Answer, failure: string): RegisteredUser {
	const { user_id: userId, access_token: accessToken } = body;
	if (typeof userId !== 'string' || typeof accessToken !== 'string') {
		throw new Error(`${failure}: status ${status}, ${JSON.stringify(body)}`);
	}
	return { userId, accessToken };
}

async function call(address: string, method: string, body?: object): Promise<Answer> {
	const response = await fetch(address, {
		method,
		...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
	});
	const text = await response.text();
	try {
		return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
	} catch {
		throw new Error(
			`${method} ${address} does not answer with JSON: status ${response.status}, ${text.slice(0, 200)}`,
		);
	}
}
