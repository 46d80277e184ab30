import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Preset, Visibility } from 'matrix-js-sdk';
import { MatrixPerson } from '../../../sandbox/clients/matrix-client';
import { WorkspaceAdministration } from '../../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../../sandbox/clients/workspace-client';
import type { Homeserver } from '../../../sandbox/homeserver/homeserver';
import { freePort } from '../../../sandbox/homeserver/free-port';
import { startHomeserver } from '../../../sandbox/homeserver/start-homeserver';
import { matrixSide } from '../../../sandbox/page/matrix-side';
import type { Person, Side } from '../../../sandbox/page/side';
import { workspaceSide } from '../../../sandbox/page/workspace-side';
import { startWorkspace, type Workspace } from '../../../sandbox/workspace/workspace';

const admin = { username: 'admin', password: 'a password for tests' };

/** Two people of one side, and the id of a room that both are in. The first one has made it. */
interface SharedRoom {
	readonly first: Person;
	readonly second: Person;
	readonly room: string;
}

/** The sides of the page with a real workspace and a real homeserver, which know nothing of each other. */
export class TwoSides {
	private rooms = 0;

	private constructor(
		private readonly directory: string,
		private readonly workspace: Workspace,
		private readonly homeserver: Homeserver,
		private readonly local: readonly [WorkspacePerson, WorkspacePerson],
		private readonly external: readonly [MatrixPerson, MatrixPerson],
		private readonly sides: Readonly<Record<'workspace' | 'matrix', Side>>,
	) {}

	static async start(): Promise<TwoSides> {
		const directory = await mkdtemp(path.join(tmpdir(), 'two-sides-'));
		const [workspace, homeserver] = await Promise.all([
			startWorkspace({ port: 0, directory: path.join(directory, 'workspace'), admin }),
			startHomeserver({
				directory: path.join(directory, 'homeserver'),
				port: await freePort(0),
				serverName: 'localhost',
				registrationFiles: [],
			}),
		]);
		const administration = new WorkspaceAdministration(
			await WorkspacePerson.login(workspace.url, admin.username, admin.password),
		);
		const inWorkspace = async (username: string, name: string) => {
			const password = `password of ${username}`;
			await administration.ensureUser({ username, password, name, email: `${username}@example.org` });
			return WorkspacePerson.login(workspace.url, username, password);
		};
		const onMatrix = async (localpart: string, name: string) => {
			const account = await homeserver.register(localpart, `password of ${localpart}`);
			const person = await MatrixPerson.resume(homeserver.url, account);
			await person.client.setDisplayName(name);
			return person;
		};
		const [alice, carol] = [await inWorkspace('alice', 'Alice'), await inWorkspace('carol', 'Carol')];
		const [bob, dave] = [await onMatrix('bob', 'Bob'), await onMatrix('dave', 'Dave')];
		administration.admin.stop();
		return new TwoSides(directory, workspace, homeserver, [alice, carol], [bob, dave], {
			workspace: workspaceSide(
				[
					{ person: alice, name: 'Alice' },
					{ person: carol, name: 'Carol' },
				],
				(username) => `@rc_${username}:localhost`,
			),
			matrix: matrixSide(
				[
					{ person: bob, name: 'Bob' },
					{ person: dave, name: 'Dave' },
				],
				() => false,
			),
		});
	}

	/** Makes a private room of two people. */
	async sharedRoom(side: 'workspace' | 'matrix'): Promise<SharedRoom> {
		const [first, second] = this.sides[side].persons;
		if (!first || !second) {
			throw new Error('a side has two people');
		}
		const room = await (side === 'workspace' ? this.roomInWorkspace() : this.roomOnMatrix());
		return { first, second, room };
	}

	/** Makes a public room in which only the first person is. @returns its id, and a term that finds it */
	async publicRoom(side: 'workspace' | 'matrix'): Promise<{ id: string; term: string }> {
		const [alice] = this.local;
		const [bob] = this.external;
		if (side === 'matrix') {
			const options = {
				name: 'garden-party',
				visibility: Visibility.Public,
				preset: Preset.PublicChat,
			};
			return { id: await bob.createRoom(options), term: 'garden' };
		}
		const { channel } = await alice.rest.post<{ channel: { _id: string } }>('/api/v1/channels.create', {
			name: 'garden-party',
		});
		return { id: channel._id, term: 'garden' };
	}

	/** Has the first person of the workspace start a discussion in a room. @returns its id */
	async discussion(prid: string, name: string): Promise<string> {
		const { discussion } = await this.local[0].rest.post<{ discussion: { _id: string } }>(
			'/api/v1/rooms.createDiscussion',
			{ prid, t_name: name },
		);
		return discussion._id;
	}

	/** Whether the second person of the workspace has something to read in a room. */
	async unread(roomId: string): Promise<boolean> {
		const { subscription } = await this.local[1].rest.get<{ subscription: { alert?: boolean } }>(
			'/api/v1/subscriptions.getOne',
			{ roomId },
		);
		return subscription.alert === true;
	}

	async stop(): Promise<void> {
		[...this.local, ...this.external].forEach((person) => person.stop());
		await Promise.all([this.workspace.stop(), this.homeserver.stop()]);
		await rm(this.directory, { recursive: true, force: true });
	}

	private async roomInWorkspace(): Promise<string> {
		const [alice, carol] = this.local;
		const { group } = await alice.rest.post<{ group: { _id: string } }>('/api/v1/groups.create', {
			name: `shared-${this.rooms++}`,
			members: [carol.username],
		});
		return group._id;
	}

	private async roomOnMatrix(): Promise<string> {
		const [bob, dave] = this.external;
		const room = await bob.createRoom({ name: 'shared', invite: [dave.userId] });
		await dave.waitForInvitation(({ roomId }) => roomId === room);
		await dave.join(room);
		await dave.waitUntil('the joined room', {
			look: () => dave.joinedRooms().find(({ roomId }) => roomId === room),
		});
		return room;
	}
}
