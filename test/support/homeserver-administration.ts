import type { FederatedWorkspace } from './federated-workspace';

const admin = { localpart: 'homeserver.admin', password: 'a password for the tests' };

/**
 * Shuts a room down as the homeserver's administrator does: everybody leaves, and the room is removed from the database.
 * Synapse's admin API, "Delete Room API"; Dendrite's admin API, "evacuateRoom" and "purgeRoom".
 */
export async function shutDownRoom(
	{ homeserver, software }: FederatedWorkspace,
	roomId: string,
): Promise<void> {
	const { accessToken } = await homeserver.registerAdministrator(admin.localpart, admin.password);
	const room = encodeURIComponent(roomId);
	const ask = async (method: string, path: string, body: object) => {
		const response = await fetch(`${homeserver.url}${path}`, {
			method,
			headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) {
			throw new Error(`${path}: ${response.status} ${await response.text()}`);
		}
	};
	if (software === 'synapse') {
		await ask('DELETE', `/_synapse/admin/v1/rooms/${room}`, { purge: true });
	} else {
		await ask('POST', `/_dendrite/admin/evacuateRoom/${room}`, {});
		await ask('POST', `/_dendrite/admin/purgeRoom/${room}`, {});
	}
}
