import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../sandbox/homeserver/free-port';
import type { Homeserver } from '../../sandbox/homeserver/homeserver';
import { startHomeserver } from '../../sandbox/homeserver/start-homeserver';
import type { AppRuntime } from '../../sandbox/workspace/engine/app-runtime';
import { packagedAppJson, packagedZip } from '../../test/support/installed-app';
import { LocalWriter } from '../chaos/local-writer';
import { MatrixWriter } from '../chaos/matrix-writer';
import { DOMAIN, openRoom, startBenchWorkspace, type BenchWorkspace, type FederatedRoom } from '../way/bed';

/** A workspace with the app, a homeserver, and a direct message of the administrator with somebody on Matrix. */
export class FileBed {
	private constructor(
		/** For files that are copied. */
		readonly directory: string,
		private readonly homeserver: Homeserver,
		private readonly workspace: BenchWorkspace,
		readonly room: FederatedRoom,
	) {}

	static async start(runtime: AppRuntime): Promise<FileBed> {
		const directory = await mkdtemp(path.join(tmpdir(), 'bench-files-'));
		const workspace = await startBenchWorkspace(path.join(directory, 'workspace'), { runtime });
		const { id, permissions } = packagedAppJson();
		const { administration } = workspace;
		await administration.installApp(packagedZip(), { id, permissions });
		const port = await freePort(0);
		await administration.setAppSettings(id, {
			homeserver_url: `http://127.0.0.1:${port}`,
			homeserver_domain: DOMAIN,
			invite_policy: 'accept',
		});
		const { admin } = administration;
		const registrationFile = path.join(directory, 'registration.yaml');
		const registration = await admin.rest.fetch(`/api/apps/public/${id}/registration`);
		await writeFile(registrationFile, await registration.text());
		const homeserver = await startHomeserver({
			directory: path.join(directory, 'homeserver'),
			port,
			serverName: DOMAIN,
			software: 'synapse',
			registrationFiles: [registrationFile],
		});
		const { userId, accessToken } = await homeserver.register('external', 'a password');
		const external = new MatrixWriter(homeserver.url, userId, accessToken, 'bench');
		// The administrator's own, since a token opens only the files of rooms that its user is in.
		const local = await LocalWriter.login(
			workspace.url,
			[workspace.url],
			workspace.adminLogin.username,
			workspace.adminLogin.password,
		);
		return new FileBed(directory, homeserver, workspace, await openRoom(local, external));
	}

	/** Gives the app the administrator's token for the workspace's REST API. */
	async giveToken(): Promise<void> {
		const { administration } = this.workspace;
		const { rest, userId } = administration.admin;
		const { token } = await rest.post<{ token: string }>('/api/v1/users.generatePersonalAccessToken', {
			tokenName: 'federation',
		});
		const settings = { workspace_user_id: userId, workspace_token: token };
		await administration.setAppSettings(packagedAppJson().id, settings);
	}

	/** @returns the ids of the processes that a file passes */
	async processes(): Promise<{ readonly app: number; readonly workspace: number }> {
		const counts = await this.workspace.process.counts();
		return { app: counts?.appProcess ?? 0, workspace: counts?.workspaceProcess ?? 0 };
	}

	async stop(): Promise<void> {
		this.room.local.stop();
		await this.homeserver.stop();
		await this.workspace.stop();
		await rm(this.directory, { recursive: true, force: true });
	}
}
