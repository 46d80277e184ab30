import { WorkspaceAdministration } from '../../sandbox/clients/workspace-administration';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { givenWorkspace, type GivenWorkspace } from '../../sandbox/given-workspace';

/** Ends the e-mail address of every person whom the tests create. */
export const EMAIL_DOMAIN = '@people.test';

/**
 * @returns the workspace that the environment gives to the tests
 * @throws Error if spec files run side by side: they would change the same workspace
 */
export function givenToTests(): GivenWorkspace | undefined {
	const given = givenWorkspace(process.env);
	if (given && process.env.MOCHA_WORKER_ID !== undefined) {
		throw new Error('On a given workspace run npm run test:workspace: one spec file after the other.');
	}
	return given;
}

/** Administers a workspace that the tests did not start, and can leave it as it was. */
export class GivenAdministration extends WorkspaceAdministration {
	private readonly emoji: string[] = [];
	private readonly earlierSettings = new Map<string, unknown>();

	constructor(
		admin: WorkspacePerson,
		private readonly appId: string,
		/** Of the tests' homeserver. */
		private readonly domain: string,
	) {
		super(admin);
	}

	override async addEmoji(name: string, picture: Buffer): Promise<void> {
		await this.removeEmoji(name);
		await super.addEmoji(name, picture);
		this.emoji.push(name);
	}

	override async changeSetting(id: string, value: unknown): Promise<void> {
		if (!this.earlierSettings.has(id)) {
			this.earlierSettings.set(id, await this.setting(id));
		}
		await super.changeSetting(id, value);
	}

	/**
	 * Removes what an interrupted run left.
	 * @throws Error if the app works for another homeserver, or the plan is Community
	 */
	async prepare(): Promise<void> {
		if ((await this.plan()) === 'community') {
			throw new Error('The given workspace is on Community. The tests need Starter or a higher plan.');
		}
		if ((await this.appStatus(this.appId)) !== undefined) {
			const { homeserver_domain: used } = await this.appSettings(this.appId);
			if (used !== '' && used !== this.domain) {
				throw new Error(
					`The app on the given workspace works for ${String(used)}. The tests would remove it.`,
				);
			}
		}
		await this.leaveAsFound();
	}

	/**
	 * Uninstalls the app, deletes its bot users, the people and the emoji of the tests, and restores the
	 * settings.
	 */
	async leaveAsFound(): Promise<void> {
		if ((await this.appStatus(this.appId)) !== undefined) {
			await this.removeApp(this.appId);
		}
		const { users } = await this.admin.rest.get<{ users: ListedUser[] }>('/api/v1/users.list', {
			count: '0',
		});
		for (const { _id, username = '', emails = [] } of users) {
			const isPerson = emails.some(({ address }) => address.endsWith(EMAIL_DOMAIN));
			if (isPerson || username.endsWith(`:${this.domain}`)) {
				await this.removeUser(_id);
			}
		}
		for (const name of this.emoji.splice(0)) {
			await this.removeEmoji(name);
		}
		for (const [id, value] of this.earlierSettings) {
			await super.changeSetting(id, value);
		}
		this.earlierSettings.clear();
	}
}

interface ListedUser {
	readonly _id: string;
	readonly username?: string;
	readonly emails?: readonly { readonly address: string }[];
}
