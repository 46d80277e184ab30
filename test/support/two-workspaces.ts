import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env } from 'node:process';
import { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { GivenWorkspace } from '../../sandbox/given-workspace';
import { federationPair, type FederatingHomeserver } from '../../sandbox/homeserver/federation-pair';
import { freePort } from '../../sandbox/homeserver/free-port';
import type { Homeserver } from '../../sandbox/homeserver/homeserver';
import { softwareNamed } from '../../sandbox/homeserver/homeserver-software';
import { startHomeserver } from '../../sandbox/homeserver/start-homeserver';
import { DOMAIN } from './federated-workspace';
import { startWorkspaceProcess, type WorkspaceProcess } from '../../sandbox/workspace-process';
import { InstalledApp } from './installed-app';
import { chosenRuntime } from './runtimes';

/** One of the two workspaces, and the homeserver of its ghosts. */
interface Side {
	readonly app: InstalledApp;
	readonly homeserver: Homeserver;
	/** What the localparts of its ghosts begin with. */
	readonly prefix: string;
}

/** The settings by which two apps can share a homeserver. */
const identities = [
	{ appservice_id: 'first', bot_localpart: 'first', user_prefix: 'first_', alias_prefix: 'first_' },
	{ appservice_id: 'second', bot_localpart: 'second', user_prefix: 'second_', alias_prefix: 'second_' },
] as const;

type Identity = (typeof identities)[number];

/** Two workspaces with the packaged app, on one homeserver, or on two that federate. The second has its own process. */
export class TwoWorkspaces {
	private readonly people: MatrixPerson[] = [];

	private constructor(
		readonly first: Side,
		readonly second: Side,
		private readonly process: WorkspaceProcess,
	) {}

	static async onOneHomeserver(): Promise<TwoWorkspaces> {
		const port = await freePort(0);
		const process = await startSecondWorkspace();
		const apps = [
			await startApp(identities[0], port, DOMAIN),
			await startApp(identities[1], port, DOMAIN, process),
		] as const;
		const homeserver = await startHomeserver({
			directory: path.join(apps[0].directory, 'homeserver'),
			port,
			serverName: DOMAIN,
			registrationFiles: await Promise.all(apps.map(registrationFileOf)),
		});
		const [first, second] = apps;
		return new TwoWorkspaces(
			{ app: first, homeserver, prefix: identities[0].user_prefix },
			{ app: second, homeserver, prefix: identities[1].user_prefix },
			process,
		);
	}

	/** The first homeserver is the one that `SANDBOX_HOMESERVER` names, the second a Synapse. */
	static async onTwoHomeservers(): Promise<TwoWorkspaces> {
		const process = await startSecondWorkspace();
		const firstSoftware = softwareNamed(env.SANDBOX_HOMESERVER, 'SANDBOX_HOMESERVER');
		const pair = await federationPair(firstSoftware, 'synapse');
		const start = async (
			identity: Identity,
			federating: FederatingHomeserver,
			workspace?: GivenWorkspace,
		): Promise<Side> => {
			const port = await freePort(0);
			const app = await startApp(identity, port, federating.serverName, workspace);
			const homeserver = await startHomeserver({
				...federating,
				directory: path.join(app.directory, 'homeserver'),
				port,
				registrationFiles: [await registrationFileOf(app)],
			});
			return { app, homeserver, prefix: identity.user_prefix };
		};
		return new TwoWorkspaces(
			await start(identities[0], pair[0]),
			await start(identities[1], pair[1], process),
			process,
		);
	}

	/** Registers a user on the homeserver of the first workspace and logs them in. */
	async matrixPerson(localpart: string): Promise<MatrixPerson> {
		const { homeserver } = this.first;
		const account = await homeserver.register(localpart, `password of ${localpart}`);
		const person = await MatrixPerson.resume(homeserver.url, account);
		this.people.push(person);
		return person;
	}

	async stop(): Promise<void> {
		this.people.forEach((person) => person.stop());
		const homeservers = new Set([this.first.homeserver, this.second.homeserver]);
		// First, because the apps' folders, which are removed, hold the data of the homeservers.
		await Promise.all([...homeservers].map((homeserver) => homeserver.stop()));
		await Promise.all([this.first.app.stop(), this.second.app.stop()]);
		await this.process.stop();
	}
}

/** @returns the user id of the ghost of somebody in a workspace */
export function ghostOf({ prefix, homeserver }: Side, username: string): string {
	return `@${prefix}${username}:${homeserver.serverName}`;
}

/** Its state is in a temporary folder, which goes with it. */
async function startSecondWorkspace(): Promise<WorkspaceProcess> {
	const stateFolder = await mkdtemp(path.join(tmpdir(), 'second-'));
	const process = await startWorkspaceProcess({
		stateFolder,
		port: await freePort(0),
		plan: 'starter',
		runtime: chosenRuntime(),
	});
	return {
		...process,
		stop: async () => {
			await process.stop();
			await rm(stateFolder, { recursive: true });
		},
	};
}

function startApp(
	identity: Identity,
	port: number,
	domain: string,
	workspace?: GivenWorkspace,
): Promise<InstalledApp> {
	return InstalledApp.start(
		{
			homeserver_url: `http://127.0.0.1:${port}`,
			homeserver_domain: domain,
			invite_policy: 'ask',
			...identity,
		},
		workspace && { given: { workspace, domain } },
	);
}

async function registrationFileOf(app: InstalledApp): Promise<string> {
	const file = path.join(app.directory, 'registration.yaml');
	const answer = await app.admin.rest.fetch(`/api/apps/public/${app.appId}/registration`);
	await writeFile(file, await answer.text());
	return file;
}
