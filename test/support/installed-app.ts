import AdmZip from 'adm-zip';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorkspaceAdministration } from '../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { version } from '../../app.json';
import { freePort } from '../../sandbox/homeserver/free-port';
import type { GivenWorkspace } from '../../sandbox/given-workspace';
import type { Plan } from '../../sandbox/workspace/licensing/plans';
import type { AppRuntime } from '../../sandbox/workspace/engine/app-runtime';
import { startWorkspace, type Workspace } from '../../sandbox/workspace/workspace';
import { shareIssuerKey } from './issuer-key';
import { killApp, killAppAndAskForStatus, processOf } from './kill-app';
import { EMAIL_DOMAIN, GivenAdministration } from './given-administration';
import { chosenRuntime } from './runtimes';

const admin = { username: 'admin', password: 'a password for tests' };
/** A GIF of one pixel. */
const picture = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

interface AppJson {
	readonly id: string;
	readonly implements: readonly string[];
	readonly permissions: readonly { readonly name: string }[];
}

/** @returns path of the zip that `npm run package` wrote for the present version */
export function packagedZip(): string {
	const zip = path.join(dist, `federation-${version}.zip`);
	if (!existsSync(zip)) {
		throw new Error('there is no package; run npm run package first');
	}
	return zip;
}

/** @returns app.json as it is in the package */
export function packagedAppJson(): AppJson {
	return JSON.parse(new AdmZip(packagedZip()).readAsText('app.json')) as AppJson;
}

interface Installation {
	/** Path of the package. */
	readonly zip?: string;
	/** What runs the app's code; not used on a given workspace. */
	readonly runtime?: AppRuntime;
	/** A workspace that runs already, and the domain of the homeserver for which the tests use it. */
	readonly given?: { readonly workspace: GivenWorkspace; readonly domain: string };
}

/**
 * A workspace with the packaged app, installed as an administrator installs it. It runs in this process in a folder of its
 * own, or is a given one, which is changed by its APIs only and left as it was found.
 */
export class InstalledApp {
	private readonly people: WorkspacePerson[] = [];

	private constructor(
		readonly appId: string,
		readonly runtime: AppRuntime,
		readonly directory: string,
		/** Undefined for a given workspace. */
		private running: Workspace | undefined,
		private administrator: WorkspacePerson,
		private readonly givenAdministration: GivenAdministration | undefined,
	) {}

	/** @param settings of the app, by their ids */
	static async start(
		settings: Readonly<Record<string, unknown>> = {},
		{ zip = packagedZip(), runtime = chosenRuntime(), given }: Installation = {},
	): Promise<InstalledApp> {
		const directory = await mkdtemp(path.join(tmpdir(), 'federation-'));
		const workspace = given ? undefined : await startOwn(directory, runtime, await freePort(0));
		const { url, username, password } = given?.workspace ?? { url: workspace?.url ?? '', ...admin };
		const person = await WorkspacePerson.login(url, username, password);
		const { id, permissions } = packagedAppJson();
		const givenAdministration = given && new GivenAdministration(person, id, given.domain);
		const app = new InstalledApp(id, runtime, directory, workspace, person, givenAdministration);
		await givenAdministration?.prepare();
		await app.administration.installApp(zip, { id, permissions });
		await app.administration.setAppSettings(id, settings);
		return app;
	}

	get admin(): WorkspacePerson {
		return this.administrator;
	}

	get administration(): WorkspaceAdministration {
		return this.givenAdministration ?? new WorkspaceAdministration(this.administrator);
	}

	/** The workspace in this process. @throws Error on a given workspace, of which only the APIs can be used */
	get workspace(): Workspace {
		if (!this.running) {
			throw new Error('a test reaches into a given workspace; declare it with itNeeding');
		}
		return this.running;
	}

	/** The workspace's address. */
	get url(): string {
		return this.administrator.rest.url;
	}

	/** The address of the app's endpoints. */
	get publicApi(): string {
		return `${this.url}/api/apps/public/${this.appId}`;
	}

	/** Creates a user and logs them in. */
	async person(username: string, name = username): Promise<WorkspacePerson> {
		const password = `Password 1 of ${username}`;
		const email = `${username}${EMAIL_DOMAIN}`;
		await this.administration.ensureUser({ username, password, name, email });
		const person = await WorkspacePerson.login(this.url, username, password);
		this.people.push(person);
		return person;
	}

	/** Adds a custom emoji to the workspace. */
	async addEmoji(name: string): Promise<void> {
		await this.administration.addEmoji(name, picture);
	}

	/** Puts the workspace on Starter. A given workspace stays on its plan, which is Starter or higher. */
	async ensureStarter(): Promise<void> {
		if (this.running) {
			await this.putOnPlan('starter');
		}
	}

	/** Puts the workspace on a plan and makes the app notice it at once instead of within a minute. */
	async putOnPlan(plan: Plan): Promise<void> {
		await this.administration.putOnPlan(plan, path.join(this.directory, 'workspace'));
		await this.changeAccess();
	}

	/**
	 * Changes the login of the app for the workspace's REST API. Rocket.Chat notifies an app of a setting only if it
	 * has changed, so the same access is written with a space behind it, which does not count.
	 * @param access without it, the login stays as it is
	 */
	async changeAccess(access?: { readonly userId: string; readonly token: string }): Promise<void> {
		const before = await this.administration.appSettings(this.appId);
		const userId = access?.userId ?? String(before.workspace_user_id).trim();
		await this.administration.setAppSettings(this.appId, {
			workspace_user_id: userId === before.workspace_user_id ? `${userId} ` : userId,
			workspace_token: access?.token ?? before.workspace_token,
		});
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

	/**
	 * Ends the workspace and starts it again on the same port and data; everybody but the administrator has to log in
	 * again.
	 */
	async restart(): Promise<void> {
		const { port } = new URL(this.url);
		await this.workspace.stop();
		this.running = await startOwn(this.directory, this.runtime, Number(port));
		this.administrator.stop();
		this.administrator = await WorkspacePerson.login(this.url, admin.username, admin.password);
	}

	/** The id of the app's process; undefined while the engine starts another one. */
	get processId(): number | undefined {
		return processOf(this.workspace.server.appManager(), this.appId);
	}

	/** Kills the app's process and waits until the engine has started it again. */
	kill(): Promise<void> {
		return killApp(this.workspace.server.appManager(), this.appId);
	}

	/** The same while something asks the engine for the app's status. */
	killWhileStatusIsAsked(): Promise<void> {
		return killAppAndAskForStatus(this.workspace.server.appManager(), this.appId);
	}

	async stop(): Promise<void> {
		await this.givenAdministration?.leaveAsFound();
		[this.admin, ...this.people].forEach((person) => person.stop());
		await this.running?.stop();
		await rm(this.directory, { recursive: true });
	}
}

function startOwn(directory: string, runtime: AppRuntime, port: number): Promise<Workspace> {
	const workspace = path.join(directory, 'workspace');
	shareIssuerKey(workspace);
	return startWorkspace({ port, directory: workspace, admin, runtime });
}
