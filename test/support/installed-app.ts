import AdmZip from 'adm-zip';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorkspaceAdministration } from '../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { startWorkspace, type Workspace } from '../../sandbox/workspace/workspace';

const admin = { username: 'admin', password: 'a password for tests' };
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

interface AppJson {
	readonly id: string;
	readonly implements: readonly string[];
	readonly permissions: readonly { readonly name: string }[];
}

/** @returns path of the zip that `npm run package` wrote */
export function packagedZip(): string {
	const [name] = readdirSync(dist).filter((file) => file.endsWith('.zip'));
	if (name === undefined) {
		throw new Error('there is no package; run npm run package first');
	}
	return path.join(dist, name);
}

/** @returns app.json as it is in the package */
export function packagedAppJson(): AppJson {
	return JSON.parse(new AdmZip(packagedZip()).readAsText('app.json')) as AppJson;
}

/** A workspace in a folder of its own with the packaged app, installed as an administrator installs it. */
export class InstalledApp {
	private readonly people: WorkspacePerson[] = [];

	private constructor(
		readonly appId: string,
		readonly directory: string,
		private running: Workspace,
		readonly admin: WorkspacePerson,
		readonly administration: WorkspaceAdministration,
	) {}

	/** @param settings of the app, by their ids */
	static async start(settings: Readonly<Record<string, unknown>> = {}): Promise<InstalledApp> {
		const directory = await mkdtemp(path.join(tmpdir(), 'federation-'));
		const workspace = await startWorkspace({
			port: 0,
			directory: path.join(directory, 'workspace'),
			admin,
		});
		const person = await WorkspacePerson.login(workspace.url, admin.username, admin.password);
		const administration = new WorkspaceAdministration(person);
		const { id, permissions } = packagedAppJson();
		await administration.installApp(packagedZip(), { id, permissions });
		await administration.setAppSettings(id, settings);
		return new InstalledApp(id, directory, workspace, person, administration);
	}

	get workspace(): Workspace {
		return this.running;
	}

	/** Where the app serves its endpoints. */
	get publicApi(): string {
		return `${this.running.url}/api/apps/public/${this.appId}`;
	}

	/** Makes somebody and logs them in. */
	async person(username: string, name = username): Promise<WorkspacePerson> {
		const password = `password of ${username}`;
		await this.administration.ensureUser({ username, password, name, email: `${username}@example.org` });
		const person = await WorkspacePerson.login(this.running.url, username, password);
		this.people.push(person);
		return person;
	}

	/** Types `/federation …`. @returns what this person alone reads */
	async command(person: WorkspacePerson, parameters: string, timeout?: number): Promise<string> {
		const before = person.notices.length;
		await person.runCommand('federation', parameters, 'GENERAL');
		const notice = await person.waitForNotice(
			(heard) => person.notices.indexOf(heard) >= before,
			timeout,
		);
		return notice.text;
	}

	/** Ends the workspace and starts it again on the same port and data; the realtime connections are gone. */
	async restart(): Promise<void> {
		const { port } = new URL(this.running.url);
		await this.running.stop();
		this.running = await startWorkspace({
			port: Number(port),
			directory: path.join(this.directory, 'workspace'),
			admin,
		});
	}

	async stop(): Promise<void> {
		[this.admin, ...this.people].forEach((person) => person.stop());
		await this.running.stop();
		await rm(this.directory, { recursive: true });
	}
}
