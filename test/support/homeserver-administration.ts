import type { FederatedWorkspace } from './federated-workspace';
import { Probe } from './homeserver-differences';

const admin = { localpart: 'homeserver.admin', password: 'a password for the tests' };

/**
 * Shuts a room down as the homeserver's administrator does: everybody leaves, and the room is removed from the database.
 * Synapse's admin API, "Delete Room API".
 */
export async function shutDownRoom(federated: FederatedWorkspace, roomId: string): Promise<void> {
	const ask = await administrator(federated);
	await ask('DELETE', `/_synapse/admin/v1/rooms/${encodeURIComponent(roomId)}`, { purge: true });
}

/** How many files a user has on the homeserver. Synapse's admin API, "List media uploaded by a user". */
export async function countFilesOf(federated: FederatedWorkspace, userId: string): Promise<number> {
	const ask = await administrator(federated);
	const { total } = await ask('GET', `/_synapse/admin/v1/users/${encodeURIComponent(userId)}/media`);
	return Number(total);
}

/**
 * Makes the federation bot an administrator of the homeserver. Synapse's admin API, "Change whether a user is a server
 * administrator".
 */
export async function makeBotAdministrator(federated: FederatedWorkspace): Promise<void> {
	const ask = await administrator(federated);
	const { app, homeserver } = federated;
	const { bot_localpart } = await app.administration.appSettings(app.appId);
	const username = String(bot_localpart);
	await (
		await Probe.of(federated)
	).ask('POST', '/_matrix/client/v3/register', {
		body: { type: 'm.login.application_service', username, inhibit_login: true },
	});
	const userId = `@${username}:${homeserver.serverName}`;
	await ask('PUT', `/_synapse/admin/v1/users/${encodeURIComponent(userId)}/admin`, { admin: true });
}

type Ask = (method: string, path: string, body?: object) => Promise<Readonly<Record<string, unknown>>>;

async function administrator({ homeserver }: FederatedWorkspace): Promise<Ask> {
	const { accessToken } = await homeserver.registerAdministrator(admin.localpart, admin.password);
	return async (method, path, body) => {
		const response = await fetch(`${homeserver.url}${path}`, {
			method,
			headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
			...(body && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`${path}: ${response.status} ${text}`);
		}
		return JSON.parse(text) as Readonly<Record<string, unknown>>;
	};
}
