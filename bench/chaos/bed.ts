import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor } from '../../sandbox/clients/waiting';
import { WorkspaceAdministration } from '../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { freePort } from '../../sandbox/homeserver/free-port';
import type { Homeserver } from '../../sandbox/homeserver/homeserver';
import { startHomeserver } from '../../sandbox/homeserver/start-homeserver';
import type { AppRuntime } from '../../sandbox/workspace/engine/app-runtime';
import type { Plan } from '../../sandbox/workspace/licensing/plans';
import { packagedAppJson, packagedZip } from '../../test/support/installed-app';
import { Clock } from './clock';
import { HomeserverSignals } from './homeserver-signals';
import { openChannel } from './channel';
import { LocalWriter, type RoomKind } from './local-writer';
import { MatrixWriter } from './matrix-writer';
import { ChaosProxy } from './proxy';
import { Random } from './random';
import { WorkspaceProcess } from './workspace-process';

const DOMAIN = 'chaos.test';
/** Default of the app's setting `user_prefix`. */
const GHOST_PREFIX = 'rc_';
const admin = { username: 'admin', password: 'a password for chaos' };

/** Characters of the longest message in Rocket.Chat: more than the app puts into one event, in letters of three bytes. */
const LONGEST_MESSAGE = 12_000;
/** Time limit for a direct message to be opened, in milliseconds. */
const OPEN_LIMIT = 20_000;

interface BedOptions {
	readonly runtime: AppRuntime;
	/** People in Rocket.Chat, and on Matrix. Each pair has a room. */
	readonly locals: number;
	readonly externals: number;
	/** What those rooms are; direct messages unless given. */
	readonly rooms?: RoomKind;
	/** The servers of the workspace, on one database. */
	readonly instances: number;
	/** The plan of the workspace. */
	readonly plan: Plan;
	/** Whether scenarios set the clock of the workspace's machine. */
	readonly setsClock?: boolean;
	/** For the choice of the server for each request. */
	readonly seed: number;
	readonly progress: (line: string) => void;
}

/** A room of one person on each side. */
export interface BedRoom {
	readonly kind: RoomKind;
	readonly local: LocalWriter;
	readonly external: MatrixWriter;
	/** Undefined: the room is looked up, since it is not there yet or may come twice. */
	readonly rocketChatId?: string;
	readonly matrixId: string;
}

/** All that is tested, with a proxy in each direction: app → homeserver and homeserver → workspace. */
export class Bed {
	readonly rooms: BedRoom[] = [];
	private readonly locals: LocalWriter[] = [];
	private readonly externals: MatrixWriter[] = [];

	private constructor(
		private readonly directory: string,
		readonly instances: readonly WorkspaceProcess[],
		readonly homeserver: Homeserver,
		readonly homeserverSignals: HomeserverSignals,
		/** The app calls the homeserver through it. */
		readonly toHomeserver: ChaosProxy,
		/** The homeserver calls the workspace through it. */
		readonly toWorkspace: ChaosProxy,
		/** People use the workspace through it. It damages nothing, and only chooses an instance. */
		private readonly forPeople: ChaosProxy,
		private readonly administration: WorkspaceAdministration,
		/** The clock of the workspace's machine; undefined where no scenario sets it. */
		readonly clock: Clock | undefined,
		readonly plan: Plan,
	) {}

	/** Starts everything and opens a room for each pair of people. */
	static async start(options: BedOptions): Promise<Bed> {
		const directory = await mkdtemp(path.join(tmpdir(), 'chaos-'));
		const homeserverPort = await freePort(0);
		const toHomeserver = await ChaosProxy.start(await freePort(0), () => homeserverPort);
		const clock = options.setsClock ? await Clock.create(path.join(directory, 'clock')) : undefined;
		const instances: WorkspaceProcess[] = [];
		const random = new Random(options.seed);
		const anyInstance = () => {
			const running = instances.filter(({ isRunning }) => isRunning);
			return random.pick(running.length > 0 ? running : instances).port;
		};
		const toWorkspace = await ChaosProxy.start(await freePort(0), anyInstance);
		const forPeople = await ChaosProxy.start(await freePort(0), anyInstance);
		const addInstance = async () => {
			options.progress('starting the workspace');
			const instance = new WorkspaceProcess({
				port: await freePort(0),
				directory: path.join(directory, 'workspace'),
				siteUrl: toWorkspace.url,
				sharesDatabase: options.instances > 1,
				runtime: options.runtime,
				admin,
				clockModule: clock?.module,
			});
			await instance.start();
			instances.push(instance);
		};
		await addInstance();
		const person = await WorkspacePerson.login(
			`http://127.0.0.1:${instances[0]?.port ?? 0}`,
			admin.username,
			admin.password,
		);
		const administration = new WorkspaceAdministration(person);
		await administration.putOnPlan(options.plan, path.join(directory, 'workspace'));
		const registration = await installApp(administration, toHomeserver.url, toWorkspace.url);
		const registrationFile = path.join(directory, 'registration.yaml');
		await writeFile(registrationFile, registration);
		while (instances.length < options.instances) {
			await addInstance();
		}
		options.progress('starting the homeserver');
		const homeserverDirectory = path.join(directory, 'homeserver');
		const homeserver = await startHomeserver({
			directory: homeserverDirectory,
			port: homeserverPort,
			serverName: DOMAIN,
			software: 'synapse',
			registrationFiles: [registrationFile],
		});
		const bed = new Bed(
			directory,
			instances,
			homeserver,
			new HomeserverSignals(homeserver, homeserverDirectory),
			toHomeserver,
			toWorkspace,
			forPeople,
			administration,
			clock,
			options.plan,
		);
		options.progress('opening the rooms');
		await bed.openRooms(options);
		person.stop();
		return bed;
	}

	/** The workspace's only server, or the first one. */
	get workspace(): WorkspaceProcess {
		const [first] = this.instances;
		if (!first) {
			throw new Error('the bed has no workspace');
		}
		return first;
	}

	/** Ends every fault that is still there. */
	async heal(): Promise<void> {
		await this.toHomeserver.heal();
		await this.toWorkspace.heal();
	}

	/** Enables the app once more, as an administrator does to whom the engine's commands answer “App not enabled”. */
	async enableApp(): Promise<void> {
		await this.administration.setAppStatus(packagedAppJson().id, 'manually_enabled');
	}

	/**
	 * Gives the app an administrator's token for the workspace's REST API. Servers of Rocket.Chat tell each other of changed settings;
	 * those of the sandbox do not, so each is told.
	 */
	async giveToken(): Promise<void> {
		const { rest, userId } = this.administration.admin;
		const { token } = await rest.post<{ token: string }>('/api/v1/users.generatePersonalAccessToken', {
			tokenName: `federation ${Date.now()}`,
		});
		for (const { port } of this.instances) {
			const url = `http://127.0.0.1:${port}`;
			const person = await WorkspacePerson.login(url, admin.username, admin.password);
			await new WorkspaceAdministration(person).setAppSettings(packagedAppJson().id, {
				workspace_user_id: userId,
				workspace_token: token,
			});
			person.stop();
		}
	}

	/** Adds a person on Matrix who is in no room yet. */
	async newExternal(localpart: string): Promise<MatrixWriter> {
		const { userId, accessToken } = await this.homeserver.register(localpart, `password of ${localpart}`);
		return new MatrixWriter(this.homeserver.url, userId, accessToken, 'chaos');
	}

	/** @returns the Matrix user that the app controls for a person in Rocket.Chat */
	ghostOf({ username }: LocalWriter): string {
		return `@${GHOST_PREFIX}${username}:${DOMAIN}`;
	}

	async stop(): Promise<void> {
		this.locals.forEach((local) => local.stop());
		await this.homeserverSignals.thaw().catch(() => undefined);
		await this.homeserver.stop();
		for (const instance of this.instances) {
			await instance.stop();
		}
		await this.toHomeserver.refuse();
		await this.toWorkspace.refuse();
		await this.forPeople.refuse();
		await rm(this.directory, { recursive: true, force: true });
	}

	private async openRooms({ locals, externals, rooms }: BedOptions): Promise<void> {
		for (let number = 1; number <= locals; number++) {
			this.locals.push(await this.newLocal(`local${number}`));
		}
		for (let number = 1; number <= externals; number++) {
			this.externals.push(await this.newExternal(`external${number}`));
		}
		for (const local of this.locals) {
			for (const external of this.externals) {
				this.rooms.push(
					rooms === 'channels'
						? { ...(await openChannel(local, external)), local, external, kind: 'channels' }
						: await this.openRoom(local, external),
				);
			}
		}
	}

	private async newLocal(username: string): Promise<LocalWriter> {
		const password = `password of ${username}`;
		const email = `${username}@example.org`;
		await this.administration.ensureUser({ username, password, name: username, email });
		const urls = this.instances.map(({ port }) => `http://127.0.0.1:${port}`);
		return LocalWriter.login(this.forPeople.url, urls, username, password);
	}

	private async openRoom(local: LocalWriter, external: MatrixWriter): Promise<BedRoom> {
		await local.runCommand('federation', `dm ${external.userId}`);
		const what = `a direct message of ${local.username} with ${external.userId}`;
		const matrixId = await waitFor({
			what,
			timeout: OPEN_LIMIT,
			interval: 100,
			look: async () => (await external.invitationsFrom(this.ghostOf(local)))[0],
			instead: () => local.notices.map(({ text }) => text).join(' '),
		});
		await external.join(matrixId);
		const rocketChatId = await waitFor({
			what,
			timeout: OPEN_LIMIT,
			interval: 100,
			look: async () => (await local.directRoomsWith(external.userId.slice(1)))[0],
		});
		return { local, external, rocketChatId, matrixId, kind: 'im' };
	}
}

/** Installs the packaged app and sets it up, with both proxies as addresses. @returns the registration file */
async function installApp(
	administration: WorkspaceAdministration,
	homeserverUrl: string,
	workspaceUrl: string,
): Promise<string> {
	const { id, permissions } = packagedAppJson();
	await administration.installApp(packagedZip(), { id, permissions });
	await administration.setAppSettings(id, {
		homeserver_url: homeserverUrl,
		homeserver_domain: DOMAIN,
		callback_url: `${workspaceUrl}/api/apps/public/${id}`,
		invite_policy: 'accept',
	});
	const { rest } = administration.admin;
	await rest.post('/api/v1/settings/Message_MaxAllowedSize', { value: LONGEST_MESSAGE });
	return (await rest.fetch(`/api/apps/public/${id}/registration`)).text();
}
