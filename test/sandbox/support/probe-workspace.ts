import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultServerVersion, type ServerVersion } from '../../../sandbox/workspace/server-version';
import type { AppRuntime } from '../../../sandbox/workspace/engine/app-runtime';
import { startWorkspace, type Workspace } from '../../../sandbox/workspace/workspace';
import { chosenRuntime } from '../../support/runtimes';
import type { AccessorCall } from '../probe-app/calls';
import type { Recorded } from '../probe-app/record';
import { eventually } from './eventually';
import { probeId, probePackage, probePermissions } from './probe-package';

const admin = { username: 'admin', password: 'a password for tests' };

/** Headers of a logged-in user. */
export interface Credentials {
	userId: string;
	headers: { 'X-User-Id': string; 'X-Auth-Token': string };
}

/** What REST answered. */
export interface RestAnswer {
	status: number;
	body: Record<string, unknown>;
}

/**
 * A workspace in a temporary folder on a free port with the probe app installed, as an administrator installs it. Use
 * one for a spec file:
 *
 *     let probe: ProbeWorkspace;
 *     before(async () => { probe = await ProbeWorkspace.start(); });
 *     after(() => probe.stop());
 *     it('…', async () => {
 *         const room = await probe.call({ path: 'read.getRoomReader.getById', args: ['GENERAL'] });
 *         const event = await probe.waitForEvent('PostMessageSent', (data) => data.text === 'hi');
 *     });
 *
 * probe-app/ProbeApp.ts says what the app can be told.
 */
export class ProbeWorkspace {
	private constructor(
		private workspace: Workspace,
		readonly admin: Credentials,
		private readonly directory: string,
		private readonly version: ServerVersion,
		private readonly runtime: AppRuntime,
	) {}

	/**
	 * @param implemented - the events the app listens to, such as `IPreFileUpload`; else the `Post…` events
	 * @param version - of Rocket.Chat, as which the workspace behaves
	 * @param runtime - what runs the app's code
	 */
	static async start(
		implemented?: readonly string[],
		version: ServerVersion = defaultServerVersion,
		runtime: AppRuntime = chosenRuntime(),
	): Promise<ProbeWorkspace> {
		const directory = await mkdtemp(join(tmpdir(), 'probe-workspace-'));
		const workspace = await startWorkspace({ port: 0, directory, admin, version, runtime });
		try {
			const credentials = await logIn(workspace.url, admin.username, admin.password);
			const probe = new ProbeWorkspace(workspace, credentials, directory, version, runtime);
			await probe.install(await probePackage(implemented ? { implemented } : {}));
			return probe;
		} catch (error) {
			await workspace.stop();
			throw error;
		}
	}

	get server(): Workspace['server'] {
		return this.workspace.server;
	}

	get url(): string {
		return this.workspace.url;
	}

	/** Address of one of the app's endpoints. */
	endpoint(path: string): string {
		return `${this.url}/api/apps/public/${probeId}/${path}`;
	}

	/** Ends the workspace and starts it again on the same data. */
	async restart(): Promise<void> {
		await this.workspace.stop();
		this.workspace = await startWorkspace({
			port: 0,
			directory: this.directory,
			admin,
			version: this.version,
			runtime: this.runtime,
		});
	}

	async stop(): Promise<void> {
		await this.workspace.stop();
		await rm(this.directory, { recursive: true, force: true });
	}

	/** Installs an app's zip over REST, as from the marketplace, so that every plan may enable it. */
	install(zip: Buffer): Promise<RestAnswer> {
		return this.upload('/api/apps', zip);
	}

	/** Updates the probe app over REST. */
	update(zip: Buffer): Promise<RestAnswer> {
		return this.upload(`/api/apps/${probeId}`, zip);
	}

	private async upload(path: string, zip: Buffer): Promise<RestAnswer> {
		const form = new FormData();
		form.append('app', new Blob([new Uint8Array(zip)], { type: 'application/zip' }), 'app.zip');
		form.append('permissions', JSON.stringify(probePermissions));
		form.append('sandbox-marketplace', 'yes');
		const answer = await this.rest('POST', path, form);
		if (answer.status !== 200) {
			throw new Error(`The app was not installed: ${JSON.stringify(answer.body)}`);
		}
		return answer;
	}

	/** Calls REST, as the administrator unless told otherwise. An object becomes a JSON body. */
	async rest(
		method: string,
		path: string,
		body?: object,
		credentials: Credentials | undefined = this.admin,
	): Promise<RestAnswer> {
		const isForm = body instanceof FormData;
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				...credentials.headers,
				...(body && !isForm && { 'Content-Type': 'application/json' }),
			},
			...(body && { body: isForm ? body : JSON.stringify(body) }),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	}

	/** Makes a person and logs them in. */
	async person(username: string): Promise<Credentials> {
		const password = 'another password for tests';
		const { status, body } = await this.rest('POST', '/api/v1/users.create', {
			username,
			name: username,
			email: `${username}@example.org`,
			password,
		});
		if (status !== 200) {
			throw new Error(`${username} was not made: ${JSON.stringify(body)}`);
		}
		return logIn(this.url, username, password);
	}

	/** Lets the app use an accessor. @throws what the app got thrown */
	async call(call: AccessorCall): Promise<unknown> {
		const response = await fetch(this.endpoint('call'), {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(call),
		});
		const answer = (await response.json()) as { result?: unknown; error?: string };
		if (answer.error !== undefined) {
			throw new Error(answer.error);
		}
		return answer.result;
	}

	/** What the app has seen since the last `forgetEvents`. */
	async events(name?: string): Promise<Recorded[]> {
		const response = await fetch(this.endpoint('events'));
		const { events } = (await response.json()) as { events: Recorded[] };
		return name === undefined ? events : events.filter((event) => event.name === name);
	}

	async forgetEvents(): Promise<void> {
		await fetch(this.endpoint('events'), { method: 'DELETE' });
	}

	/** Waits until the app has seen it. */
	waitForEvent(
		name: string,
		matches: (data: Record<string, unknown>) => boolean = () => true,
		milliseconds?: number,
	): Promise<Recorded> {
		return eventually(
			`the app sees ${name}`,
			async () =>
				(await this.events(name)).find((event) =>
					matches((event.data ?? {}) as Record<string, unknown>),
				),
			milliseconds,
		);
	}
}

async function logIn(url: string, user: string, password: string): Promise<Credentials> {
	const response = await fetch(`${url}/api/v1/login`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ user, password }),
	});
	const { data } = (await response.json()) as { data?: { userId: string; authToken: string } };
	if (!data) {
		throw new Error(`${user} could not log in: ${response.status}`);
	}
	return { userId: data.userId, headers: { 'X-User-Id': data.userId, 'X-Auth-Token': data.authToken } };
}
