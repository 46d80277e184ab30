import { createHmac } from 'node:crypto';
import type { RegisteredUser } from './homeserver';

export interface NewUser {
	readonly localpart: string;
	readonly password: string;
	readonly admin: boolean;
}

/**
 * Makes a user with the homeserver's shared secret, as Synapse's admin API describes under "Shared-Secret
 * Registration". One that exists already is logged in instead, so that a second start finds its people.
 * @throws Error where the homeserver refuses
 */
export async function registerUser(
	url: string,
	sharedSecret: string,
	user: NewUser,
): Promise<RegisteredUser> {
	const address = `${url}/_synapse/admin/v1/register`;
	const { body: offer } = await call(address, 'GET');
	if (typeof offer.nonce !== 'string') {
		throw new Error(`${address} gives no nonce (${JSON.stringify(offer)}); is the homeserver a Synapse?`);
	}
	const registered = await call(address, 'POST', {
		nonce: offer.nonce,
		username: user.localpart,
		password: user.password,
		admin: user.admin,
		mac: registrationMac(sharedSecret, offer.nonce, user),
	});
	if (registered.body.errcode === 'M_USER_IN_USE') {
		return logIn(url, user);
	}
	return userOf(registered, `The homeserver refuses to make the user ${user.localpart}`);
}

/** HMAC-SHA1 under the shared secret over what is registered, parted by NUL bytes; hexadecimal. */
export function registrationMac(sharedSecret: string, nonce: string, user: NewUser): string {
	return createHmac('sha1', sharedSecret)
		.update([nonce, user.localpart, user.password, user.admin ? 'admin' : 'notadmin'].join('\0'))
		.digest('hex');
}

/** Client-Server API: `POST /_matrix/client/v3/login` with a password. */
async function logIn(url: string, user: NewUser): Promise<RegisteredUser> {
	const answer = await call(`${url}/_matrix/client/v3/login`, 'POST', {
		type: 'm.login.password',
		identifier: { type: 'm.id.user', user: user.localpart },
		password: user.password,
	});
	return userOf(answer, `The user ${user.localpart} exists already and cannot be logged in`);
}

interface Answer {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

function userOf({ status, body }: Answer, complaint: string): RegisteredUser {
	const { user_id: userId, access_token: accessToken } = body;
	if (typeof userId !== 'string' || typeof accessToken !== 'string') {
		throw new Error(`${complaint}: status ${status}, ${JSON.stringify(body)}`);
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
			`${method} ${address} answers no JSON: status ${response.status}, ${text.slice(0, 200)}`,
		);
	}
}
