import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import type { Homeserver } from '../../sandbox/homeserver/homeserver';
import type { SoftwareName } from '../../sandbox/homeserver/homeserver-software';
import { startHomeserver } from '../../sandbox/homeserver/start-homeserver';
import { freePort } from '../../sandbox/homeserver/free-port';
import { registrationText, type Registration } from '../../bench/way/application-service';
import { givenToTests } from './given-administration';
import { InstalledApp } from './installed-app';

/** The domain of the homeserver in tests. */
export const DOMAIN = 'matrix.test';

/** A server that the homeserver may ask but that does not exist (RFC 2606). */
export const UNREACHABLE = 'nowhere.invalid';

/** A workspace with the packaged app, in this process or given, and a real homeserver that has its registration file. */
export class FederatedWorkspace {
	private readonly people: MatrixPerson[] = [];

	private constructor(
		readonly app: InstalledApp,
		readonly homeserver: Homeserver,
	) {}

	/**
	 * @param more settings of the app
	 * @param workspace that runs already; else one is started in this process
	 * @param others the registrations of other application services, which the homeserver has, too
	 */
	static async start(
		more: Readonly<Record<string, string>> = {},
		workspace = givenToTests(),
		others: readonly Registration[] = [],
	): Promise<FederatedWorkspace> {
		const port = await freePort(0);
		const settings = {
			homeserver_url: `http://127.0.0.1:${port}`,
			homeserver_domain: DOMAIN,
			invite_policy: 'accept',
			...more,
		};
		const app = await InstalledApp.start(settings, workspace && { given: { workspace, domain: DOMAIN } });
		const homeserver = await FederatedWorkspace.homeserverOf(app, port, others).catch(
			async (error: unknown) => {
				// The engine runs once in a process: one that is left would have all later tests here fail.
				await app.stop();
				throw error;
			},
		);
		return new FederatedWorkspace(app, homeserver);
	}

	private static async homeserverOf(
		app: InstalledApp,
		port: number,
		others: readonly Registration[],
	): Promise<Homeserver> {
		const registration = await app.admin.rest.fetch(`/api/apps/public/${app.appId}/registration`);
		const registrations = [await registration.text(), ...others.map(registrationText)];
		const registrationFiles = registrations.map((_, index) =>
			path.join(app.directory, `registration${index}.yaml`),
		);
		await Promise.all(
			registrationFiles.map((file, index) => writeFile(file, registrations[index] ?? '')),
		);
		return startHomeserver({
			directory: path.join(app.directory, 'homeserver'),
			port,
			serverName: DOMAIN,
			registrationFiles,
			federatesWith: [UNREACHABLE],
		});
	}

	/** Which homeserver this is; one that the environment names counts as a Synapse. */
	get software(): SoftwareName {
		return this.homeserver.origin.startsWith('Dendrite') ? 'dendrite' : 'synapse';
	}

	/** Registers a user on the homeserver, under a name that no ghost has, and logs them in. */
	async matrixPerson(localpart: string): Promise<MatrixPerson> {
		const person = await MatrixPerson.resume(
			this.homeserver.url,
			await this.homeserver.register(localpart, `password of ${localpart}`),
		);
		this.people.push(person);
		return person;
	}

	/** Opens a direct message by command. @returns its id on both sides, joined by both */
	async directMessage(
		local: WorkspacePerson,
		external: MatrixPerson,
	): Promise<{ rocketChatId: string; matrixId: string }> {
		await this.app.command(local, `dm ${external.userId}`);
		const { roomId: matrixId } = await external.waitForInvitation();
		await external.join(matrixId);
		// Until the client hears of its own joining, it lists the invitation.
		await external.waitUntil(`${matrixId} among the joined rooms`, {
			look: () => external.joinedRooms().find(({ roomId }) => roomId === matrixId),
		});
		const room = await local.waitForDirectRoom(external.userId.slice(1));
		return { rocketChatId: room._id, matrixId };
	}

	async stop(): Promise<void> {
		this.people.forEach((person) => person.stop());
		// First, because the app's folder, which is removed, holds the homeserver's data.
		await this.homeserver.stop();
		await this.app.stop();
	}
}
