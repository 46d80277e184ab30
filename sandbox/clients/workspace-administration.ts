import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LicenseInfo } from '../workspace/licensing/license';
import { licenseFor, planIn, type Plan } from '../workspace/licensing/plans';
import { RestError } from './rest-connection';
import type { WorkspacePerson } from './workspace-client';

/** What an administrator does, with the REST calls that Rocket.Chat's administration pages make. */
export class WorkspaceAdministration {
	/** @param admin a person with the role `admin` */
	constructor(readonly admin: WorkspacePerson) {}

	/**
	 * `POST /api/apps` installs a packaged app; `POST /api/apps/:id` updates it if it is installed.
	 * @param zip path of the package
	 * @param permissions that the administrator grants
	 * @param source `marketplace`: a sandbox workspace treats the app as one from the marketplace, which every plan may
	 * enable. A real server ignores the form field that says so.
	 */
	async installApp(
		zip: string,
		{ id, permissions }: { id: string; permissions: readonly { readonly name: string }[] },
		source: 'marketplace' | 'upload' = 'marketplace',
	): Promise<void> {
		const form = new FormData();
		form.append('app', new Blob([await readFile(zip)], { type: 'application/zip' }), path.basename(zip));
		form.append('permissions', JSON.stringify(permissions));
		if (source === 'marketplace') {
			form.append('sandbox-marketplace', 'yes');
		}
		const installed = (await this.appStatus(id)) !== undefined;
		await this.admin.rest.post(installed ? `/api/apps/${id}` : '/api/apps', form);
	}

	/** `GET /api/apps/:id/status`. @returns for example `manually_enabled`; undefined if the app is not installed */
	async appStatus(id: string): Promise<string | undefined> {
		try {
			return (await this.admin.rest.get<{ status: string }>(`/api/apps/${id}/status`)).status;
		} catch (error) {
			if (error instanceof RestError && error.status === 404) {
				return undefined;
			}
			throw error;
		}
	}

	/** `POST /api/apps/:id/status`. */
	async setAppStatus(id: string, status: 'manually_enabled' | 'manually_disabled'): Promise<void> {
		await this.admin.rest.post(`/api/apps/${id}/status`, { status });
	}

	/** `DELETE /api/apps/:id`: uninstalls the app. Its records and its own user are deleted, the bot users stay. */
	async removeApp(id: string): Promise<void> {
		await this.admin.rest.delete(`/api/apps/${id}`);
	}

	/** `GET /api/apps/:id/settings`. @returns each setting's value, or its default if it has none */
	async appSettings(id: string): Promise<Record<string, unknown>> {
		const { settings } = await this.admin.rest.get<{ settings: Record<string, AppSetting> }>(
			`/api/apps/${id}/settings`,
		);
		return Object.fromEntries(
			Object.values(settings).map((setting) => [setting.id, setting.value ?? setting.packageValue]),
		);
	}

	/** `POST /api/apps/:id/settings`: changes only these settings. @throws Error if the app lacks one of them */
	async setAppSettings(id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
		const { settings } = await this.admin.rest.get<{ settings: Record<string, AppSetting> }>(
			`/api/apps/${id}/settings`,
		);
		await this.admin.rest.post(`/api/apps/${id}/settings`, {
			settings: Object.entries(values).map(([name, value]) => {
				const setting = settings[name];
				if (!setting) {
					throw new Error(`the app has no setting ${name}`);
				}
				return { ...setting, value };
			}),
		});
	}

	/** `users.create`. Does nothing if the username or the e-mail address is taken. */
	async ensureUser(user: {
		username: string;
		password: string;
		name: string;
		email: string;
	}): Promise<void> {
		try {
			await this.admin.rest.post('/api/v1/users.create', { ...user, verified: true });
		} catch (error) {
			const taken =
				error instanceof RestError && JSON.stringify(error.body).includes('error-field-unavailable');
			if (!taken) {
				throw error;
			}
		}
	}

	/** `users.delete`, also of the last owner of a room. */
	async removeUser(userId: string): Promise<void> {
		await this.admin.rest.post('/api/v1/users.delete', { userId, confirmRelinquish: true });
	}

	/** `emoji-custom.create`. @param picture a GIF */
	async addEmoji(name: string, picture: Buffer): Promise<void> {
		const form = new FormData();
		form.append('name', name);
		form.append('emoji', new Blob([new Uint8Array(picture)], { type: 'image/gif' }), `${name}.gif`);
		await this.admin.rest.post('/api/v1/emoji-custom.create', form);
	}

	/** `emoji-custom.delete`. Does nothing if there is no such emoji. */
	async removeEmoji(name: string): Promise<void> {
		const { emojis } = await this.admin.rest.get<{ emojis: { update: { _id: string; name: string }[] } }>(
			'/api/v1/emoji-custom.list',
		);
		const found = emojis.update.find((emoji) => emoji.name === name);
		if (found) {
			await this.admin.rest.post('/api/v1/emoji-custom.delete', { emojiId: found._id });
		}
	}

	/** `GET /api/v1/settings/:id`: one of Rocket.Chat's own settings. */
	async setting(id: string): Promise<unknown> {
		return (await this.admin.rest.get<{ value: unknown }>(`/api/v1/settings/${id}`)).value;
	}

	/** `POST /api/v1/settings/:id`. */
	async changeSetting(id: string, value: unknown): Promise<void> {
		await this.admin.rest.post(`/api/v1/settings/${id}`, { value });
	}

	/** `GET /api/v1/licenses.info`. */
	async license(): Promise<LicenseInfo> {
		return (await this.admin.rest.get<{ license: LicenseInfo }>('/api/v1/licenses.info')).license;
	}

	/** `POST /api/v1/licenses.add`. @throws RestError if the text is not a license for this workspace */
	async addLicense(text: string): Promise<void> {
		await this.admin.rest.post('/api/v1/licenses.add', { license: text });
	}

	/** @returns the plan that the server reports; undefined if the license names none */
	async plan(): Promise<Plan | undefined> {
		return planIn(await this.license());
	}

	/**
	 * Adds a license for the plan; for Community, which needs no license, empties the setting.
	 * @param directory of the workspace; contains the key that signs its licenses
	 */
	async putOnPlan(plan: Plan, directory: string): Promise<void> {
		if (plan === 'community') {
			await this.changeSetting('Enterprise_License', '');
		} else {
			await this.addLicense(licenseFor(plan, directory));
		}
	}
}

interface AppSetting {
	readonly id: string;
	readonly value?: unknown;
	readonly packageValue?: unknown;
}
