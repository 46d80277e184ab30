import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '../../sandbox/clients/waiting';
import { WorkspaceAdministration } from '../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { freePort } from '../../sandbox/homeserver/free-port';
import type { Homeserver } from '../../sandbox/homeserver/homeserver';
import { commonFiles } from '../../sandbox/homeserver/homeserver-process';
import { recordedProcess } from '../../sandbox/homeserver/process-record';
import { startHomeserver } from '../../sandbox/homeserver/start-homeserver';
import { packagedAppJson, packagedZip } from '../../test/support/installed-app';
import { HomeserverSignals } from '../chaos/homeserver-signals';
import { LocalWriter } from '../chaos/local-writer';
import { MatrixWriter } from '../chaos/matrix-writer';
import { WorkspaceProcess } from '../chaos/workspace-process';
import { AnsweringService, GhostClient, newRegistration, registrationText } from './application-service';
import type { WayOptions } from './options';
import { packageProbe } from './probe-package';
import { processorTimeOf, processorTimeOfGroup } from './processor-time';

/** The domain of the homeserver. */
export const DOMAIN = 'bench.test';
/** Direct messages that are used side by side. */
export const ROOMS = 10;

const admin = { username: 'admin', password: 'a password for benchmarks' };
/** Time limit for a direct message to be opened, in milliseconds. */
const OPEN_LIMIT = 60_000;

/** A direct message between two people, bridged by the app. */
export interface FederatedRoom {
	readonly local: LocalWriter;
	readonly external: MatrixWriter;
	readonly rocketChatId: string;
	readonly matrixId: string;
}

/** A Matrix room with one person and one user of an application service. */
interface GhostRoom {
	readonly external: MatrixWriter;
	readonly ghostId: string;
	readonly matrixId: string;
}

/** Seconds of the processor since the start. */
export interface ProcessorTimes {
	readonly app: number;
	readonly workspace: number;
	readonly homeserver: number;
}

/** A workspace in a process of its own, with an administrator. */
export interface BenchWorkspace {
	readonly process: WorkspaceProcess;
	readonly url: string;
	readonly administration: WorkspaceAdministration;
	/** What the administrator logs in with. */
	readonly adminLogin: Readonly<typeof admin>;
	newLocal(username: string): Promise<LocalWriter>;
	stop(): Promise<void>;
}

/** One homeserver, a workspace with the app, two with probe apps, and a service that only answers. */
export class WayBed {
	readonly rooms: FederatedRoom[] = [];
	readonly bareRooms: GhostRoom[] = [];
	readonly referenceRooms: GhostRoom[] = [];

	private constructor(
		private readonly directory: string,
		readonly homeserver: Homeserver,
		readonly homeserverSignals: HomeserverSignals,
		readonly workspace: BenchWorkspace,
		/** Has the probe app. */
		readonly plain: BenchWorkspace,
		/** Has the probe app that also hears of its messages, and is told to store a record for each. */
		readonly storing: BenchWorkspace,
		readonly bare: GhostClient,
		private readonly answering: AnsweringService,
		/** For another bridge, which is not started here. */
		readonly reference: ReturnType<typeof newRegistration>,
		readonly appId: string,
		readonly hsToken: string,
	) {}

	static async start(options: WayOptions, progress: (line: string) => void): Promise<WayBed> {
		const directory = await mkdtemp(path.join(options.folder, 'bench-way-'));
		progress('starting three workspaces');
		const [workspace, plain, storing] = [
			await startBenchWorkspace(path.join(directory, 'workspace'), options),
			await startBenchWorkspace(path.join(directory, 'plain'), options),
			await startBenchWorkspace(path.join(directory, 'storing'), options),
		];
		const { id, permissions } = packagedAppJson();
		await workspace.administration.installApp(packagedZip(), { id, permissions });
		const probe = await packageProbe(path.join(directory, 'probe'), []);
		await plain.administration.installApp(probe, { id, permissions });
		const storingProbe = await packageProbe(path.join(directory, 'storing-probe'), ['IPostMessageSent']);
		await storing.administration.installApp(storingProbe, { id, permissions });
		const homeserverPort = await freePort(0);
		await workspace.administration.setAppSettings(id, {
			homeserver_url: `http://127.0.0.1:${homeserverPort}`,
			homeserver_domain: DOMAIN,
			invite_policy: 'accept',
		});
		const { hs_token: hsToken } = await workspace.administration.appSettings(id);
		const answering = await AnsweringService.start(0);
		const bareRegistration = newRegistration('bare', answering.port);
		const reference = newRegistration('reference', await freePort(0));
		const { rest } = workspace.administration.admin;
		const registrations = [
			await (await rest.fetch(`/api/apps/public/${id}/registration`)).text(),
			registrationText(bareRegistration),
			registrationText(reference),
		];
		const registrationFiles = registrations.map((_, index) => path.join(directory, `${index}.yaml`));
		for (const [index, file] of registrationFiles.entries()) {
			await writeFile(file, registrations[index] ?? '');
		}
		progress('starting the homeserver');
		const homeserverDirectory = path.join(directory, 'homeserver');
		const homeserver = await startHomeserver({
			directory: homeserverDirectory,
			port: homeserverPort,
			serverName: DOMAIN,
			software: 'synapse',
			registrationFiles,
		});
		const bed = new WayBed(
			directory,
			homeserver,
			new HomeserverSignals(homeserver, homeserverDirectory),
			workspace,
			plain,
			storing,
			new GhostClient(homeserver.url, bareRegistration.asToken),
			answering,
			reference,
			id,
			String(hsToken),
		);
		progress('opening the direct messages');
		await bed.openRooms();
		return bed;
	}

	get transactionsUrl(): string {
		return `${this.workspace.url}/api/apps/public/${this.appId}/_matrix/app/v1/transactions`;
	}

	/** @param workspace one with a probe app */
	probeUrl({ url }: BenchWorkspace): string {
		return `${url}/api/apps/public/${this.appId}/transactions`;
	}

	/** @returns how often the app has made calls to the host that match */
	async hostCalls(name: RegExp): Promise<number> {
		const { hostCalls = {} } = (await this.workspace.process.counts()) ?? {};
		return Object.entries(hostCalls).reduce(
			(sum, [call, count]) => sum + (name.test(call) ? count : 0),
			0,
		);
	}

	async processorTimes(): Promise<ProcessorTimes> {
		const { appProcess, workspaceProcess } = (await this.workspace.process.counts()) ?? {};
		const file = path.join(this.directory, 'homeserver', commonFiles.processId);
		return {
			app: await processorTimeOf(appProcess),
			workspace: await processorTimeOf(workspaceProcess),
			homeserver: await processorTimeOfGroup((await recordedProcess(file)) ?? 0),
		};
	}

	async newExternal(localpart: string): Promise<MatrixWriter> {
		const { userId, accessToken } = await this.homeserver.register(localpart, `password of ${localpart}`);
		return new MatrixWriter(this.homeserver.url, userId, accessToken, 'bench');
	}

	async stop(): Promise<void> {
		this.rooms.forEach(({ local }) => local.stop());
		await this.homeserver.stop();
		this.answering.stop();
		await this.workspace.stop();
		await this.plain.stop();
		await this.storing.stop();
		await rm(this.directory, { recursive: true, force: true });
	}

	private async openRooms(): Promise<void> {
		const reference = new GhostClient(this.homeserver.url, this.reference.asToken);
		for (let number = 0; number < ROOMS; number++) {
			const local = await this.workspace.newLocal(`local${number}`);
			const external = await this.newExternal(`external${number}`);
			this.rooms.push(await openRoom(local, external));
			this.bareRooms.push(await ghostRoom(this.bare, external, `bare_${number}`));
			this.referenceRooms.push(await ghostRoom(reference, external, `reference_${number}`));
		}
	}
}

/** Registers a user of an application service and has a person create a direct room with it. */
async function ghostRoom(client: GhostClient, external: MatrixWriter, localpart: string): Promise<GhostRoom> {
	await client.register(localpart);
	const ghostId = `@${localpart}:${DOMAIN}`;
	const matrixId = await external.createDirectRoom(ghostId);
	await client.join(ghostId, matrixId);
	return { external, ghostId, matrixId };
}

/** Opens a direct message between two people by command. */
export async function openRoom(local: LocalWriter, external: MatrixWriter): Promise<FederatedRoom> {
	await local.runCommand('federation', `dm ${external.userId}`);
	const wait = { what: `a direct message with ${external.userId}`, timeout: OPEN_LIMIT, interval: 100 };
	const ghostId = `@rc_${local.username}:${DOMAIN}`;
	const matrixId = await waitFor({
		...wait,
		look: async () => (await external.invitationsFrom(ghostId))[0],
		instead: () => local.notices.map(({ text }) => text).join(' '),
	});
	await external.join(matrixId);
	const rocketChatId = await waitFor({
		...wait,
		look: async () => (await local.directRoomsWith(external.userId.slice(1)))[0],
	});
	return { local, external, rocketChatId, matrixId };
}

/** Starts a workspace in a process of its own, without an app. */
export async function startBenchWorkspace(
	directory: string,
	{ runtime }: Pick<WayOptions, 'runtime'>,
): Promise<BenchWorkspace> {
	const port = await freePort(0);
	const url = `http://127.0.0.1:${port}`;
	const process = new WorkspaceProcess({
		...{ port, directory, runtime, admin },
		siteUrl: url,
		sharesDatabase: false,
	});
	await process.start();
	const person = await WorkspacePerson.login(url, admin.username, admin.password);
	const administration = new WorkspaceAdministration(person);
	return {
		process,
		url,
		administration,
		adminLogin: admin,
		async newLocal(username) {
			const password = `password of ${username}`;
			const email = `${username}@example.org`;
			await administration.ensureUser({ username, password, name: username, email });
			return LocalWriter.login(url, [url], username, password);
		},
		async stop() {
			person.stop();
			await process.stop();
		},
	};
}
