import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import type { WorkspaceRoom } from '../../sandbox/clients/workspace-room';
import { waitFor } from '../../sandbox/clients/waiting';

/** Time limit of the `wait…` functions, in milliseconds; long enough for a busy machine. */
const WAIT_LIMIT = 60_000;
const INTERVAL = 100;

/** What people do with channels and groups. */
export class WorkspaceRooms {
	constructor(private readonly person: WorkspacePerson) {}

	/** `groups.create` or `channels.create`. @returns the room's id */
	async create(kind: 'group' | 'channel', name: string, members: readonly string[] = []): Promise<string> {
		const answer = await this.person.rest.post<Record<string, { _id: string }>>(
			`/api/v1/${kind}s.create`,
			{ name, members },
		);
		return answer[kind]?._id ?? '';
	}

	/** `rooms.createDiscussion`. @returns the discussion's id */
	async createDiscussion(
		prid: string,
		given: { readonly t_name: string; readonly reply?: string; readonly users?: readonly string[] },
	): Promise<string> {
		const { discussion } = await this.person.rest.post<{ discussion: { _id: string } }>(
			'/api/v1/rooms.createDiscussion',
			{ prid, ...given },
		);
		return discussion._id;
	}

	/** `rooms.get`. @returns this person's channel or group of a name; undefined if there is none */
	async named(name: string): Promise<WorkspaceRoom | undefined> {
		const { update } = await this.person.rest.get<{ update: WorkspaceRoom[] }>('/api/v1/rooms.get');
		return update.find((room) => room.name === name);
	}

	/** Waits for `named`. @throws Error if there is no such room in time */
	async waitFor(name: string): Promise<WorkspaceRoom> {
		return waitFor({
			what: `a room ${name} of ${this.person.username}`,
			timeout: WAIT_LIMIT,
			interval: INTERVAL,
			look: () => this.named(name),
		});
	}

	/** Waits for the direct message of exactly these people. @throws Error if there is none in time */
	async waitForDirect(usernames: readonly string[]): Promise<WorkspaceRoom> {
		const wanted = [...usernames].sort().join();
		return waitFor({
			what: `a direct message of ${wanted}`,
			timeout: WAIT_LIMIT,
			interval: INTERVAL,
			look: async () =>
				(await this.person.directRooms()).find(
					(room) => [...(room.usernames ?? [])].sort().join() === wanted,
				),
		});
	}

	/** The usernames of a room's members, sorted. */
	async members(roomId: string): Promise<string[]> {
		const { members } = await this.person.rest.get<{ members: { username: string }[] }>(
			`/api/v1/${await this.kindOf(roomId)}.members`,
			{ roomId, count: '0' },
		);
		return members.map(({ username }) => username).sort();
	}

	/** Waits until a room has exactly these members. @throws Error with those that it has */
	async waitForMembers(roomId: string, usernames: readonly string[]): Promise<void> {
		let last: readonly string[] = [];
		await waitFor({
			what: `the members ${[...usernames].sort().join(', ')}`,
			timeout: WAIT_LIMIT,
			interval: INTERVAL,
			look: async () => {
				last = await this.members(roomId);
				return last.join() === [...usernames].sort().join() || undefined;
			},
			instead: () => last.join(', '),
		});
	}

	/** `groups.invite` or `channels.invite`: what Members > Add does. */
	async invite(roomId: string, userId: string): Promise<void> {
		await this.person.rest.post(`/api/v1/${await this.kindOf(roomId)}.invite`, { roomId, userId });
	}

	/** `groups.kick` or `channels.kick`. */
	async kick(roomId: string, userId: string): Promise<void> {
		await this.person.rest.post(`/api/v1/${await this.kindOf(roomId)}.kick`, { roomId, userId });
	}

	/** `groups.leave` or `channels.leave`. */
	async leave(roomId: string): Promise<void> {
		await this.person.rest.post(`/api/v1/${await this.kindOf(roomId)}.leave`, { roomId });
	}

	/** `users.info`. @returns the id of a user */
	async idOf(username: string): Promise<string> {
		const { user } = await this.person.rest.get<{ user: { _id: string } }>('/api/v1/users.info', {
			username,
		});
		return user._id;
	}

	/** The Matrix room of a federated room's mark; undefined if it has none. */
	async matrixRoomOf(roomId: string): Promise<string | undefined> {
		const { room } = await this.person.rest.get<{
			room: { customFields?: { federation?: { roomId: string } } };
		}>('/api/v1/rooms.info', { roomId });
		return room.customFields?.federation?.roomId;
	}

	private async kindOf(roomId: string): Promise<'channels' | 'groups'> {
		const { room } = await this.person.rest.get<{ room: WorkspaceRoom }>('/api/v1/rooms.info', {
			roomId,
		});
		return room.t === 'c' ? 'channels' : 'groups';
	}
}
