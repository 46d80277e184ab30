import type { WorkspacePerson } from '../clients/workspace-client';
import type { WorkspaceRoom } from '../clients/workspace-room';
import type { FoundRoom, Members, Role } from './side';

/** How many members the page lists, and how many rooms it finds. */
const LIMIT = 100;
const prefixes: Readonly<Record<string, string>> = { c: 'channels', p: 'groups', d: 'im' };

/** What a member of a room can be; the first one that somebody has is shown. */
export const workspaceRoles: readonly Role[] = [
	{ key: 'owner', name: 'Owner' },
	{ key: 'moderator', name: 'Moderator' },
	{ key: 'leader', name: 'Leader' },
	{ key: 'user', name: 'Member' },
];

/** Reads and changes who is in a room of the workspace, by REST (`channels.*`, `groups.*`, `im.*`). */
export class WorkspaceMembers {
	/** @param avatarPaths finds the path of somebody's avatar by the username */
	constructor(
		private readonly person: WorkspacePerson,
		private readonly avatarPaths: () => Promise<(username: string) => string | undefined>,
	) {}

	async of(roomId: string): Promise<Members> {
		const prefix = await this.prefixOf(roomId);
		const [{ members, total }, roles, avatarOf] = await Promise.all([
			this.person.rest.get<{ members: { username: string; name?: string }[]; total: number }>(
				`/api/v1/${prefix}.members`,
				{ roomId, count: String(LIMIT) },
			),
			this.rolesIn(roomId, prefix),
			this.avatarPaths(),
		]);
		const shown = members.map(({ username, name }) => {
			const avatar = avatarOf(username);
			const role = workspaceRoles.find(({ key }) => roles.get(username)?.includes(key));
			return {
				address: username,
				name: name ?? username,
				...(avatar !== undefined && { avatar }),
				role: role ?? { key: 'user', name: 'Member' },
			};
		});
		return { members: shown, total };
	}

	async invite(roomId: string, address: string): Promise<void> {
		const username = address.replace(/^@/, '');
		await this.person.rest.post(`/api/v1/${await this.prefixOf(roomId)}.invite`, { roomId, username });
	}

	/** Removes a member; leaves the room if it is this person. */
	async remove(roomId: string, username: string): Promise<void> {
		const prefix = await this.prefixOf(roomId);
		if (username === this.person.username) {
			await this.person.rest.post('/api/v1/rooms.leave', { roomId });
		} else {
			await this.person.rest.post(`/api/v1/${prefix}.kick`, { roomId, username });
		}
	}

	/** Gives a role and takes the others away. The new one comes first: somebody may need the old one for it. */
	async setRole(roomId: string, username: string, role: string): Promise<void> {
		const prefix = await this.prefixOf(roomId);
		const present = (await this.rolesIn(roomId, prefix)).get(username) ?? [];
		const change = (what: 'add' | 'remove', key: string) =>
			this.person.rest.post(`/api/v1/${prefix}.${what}${capitalized(key)}`, { roomId, username });
		if (role !== 'user' && !present.includes(role)) {
			await change('add', role);
		}
		for (const { key } of workspaceRoles.filter(({ key }) => key !== role && present.includes(key))) {
			await change('remove', key);
		}
	}

	/** `directory`: the channels whose name or topic has the term. */
	async find(term: string, joined: readonly string[]): Promise<FoundRoom[]> {
		const { result } = await this.person.rest.get<{ result: WorkspaceRoom[] }>('/api/v1/directory', {
			...{ text: term, type: 'channels', count: String(LIMIT) },
		});
		return result.map(({ _id: id, name, fname, topic = '', usersCount = 0 }) => ({
			id,
			name: fname ?? name ?? id,
			detail: [usersCount === 1 ? '1 person' : `${usersCount} people`, topic]
				.filter(Boolean)
				.join(' · '),
			joined: joined.includes(id),
		}));
	}

	async join(roomId: string): Promise<string> {
		await this.person.rest.post('/api/v1/channels.join', { roomId });
		return roomId;
	}

	private async prefixOf(roomId: string): Promise<string> {
		const { room } = await this.person.rest.get<{ room: WorkspaceRoom }>('/api/v1/rooms.info', {
			roomId,
		});
		return prefixes[room.t] ?? 'channels';
	}

	/** @returns the roles by username; in a direct message nobody has one */
	private async rolesIn(roomId: string, prefix: string): Promise<ReadonlyMap<string, readonly string[]>> {
		if (prefix === 'im') {
			return new Map();
		}
		const { roles } = await this.person.rest.get<{
			roles: { u: { username: string }; roles: string[] }[];
		}>(`/api/v1/${prefix}.roles`, { roomId });
		return new Map(roles.map(({ u, roles: own }) => [u.username, own]));
	}
}

function capitalized(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
