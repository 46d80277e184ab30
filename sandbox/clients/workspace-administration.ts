import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LicenseInfo } from '../workspace/licensing/license';
import { licenseFor, planIn, type Plan } from '../workspace/licensing/plans';
import { RestError } from './rest-connection';
import type { WorkspacePerson } from './workspace-client';

/** Rocket.Chat's administration, through the same REST calls as its pages make. */
export class WorkspaceAdministration {
	/** @param admin somebody with the role `admin` */
	constructor(readonly admin: WorkspacePerson) {}

	/**
	 * `POST /api/apps`: installs a packaged app, or updates it where it is installed.
	 * @param zip path of the package
	 * @param permissions what the administrator grants: those that the package asks for
	 */
	async installApp(
		zip: string,
		{ id, permissions }: { id: string; permissions: readonly { readonly name: string }[] },
	): Promise<void> {
		const form = new FormData();
		form.append('app', new Blob([await readFile(zip)], { type: 'application/zip' }), path.basename(zip));
		form.append('permissions', JSON.stringify(permissions));
		const installed = (await this.appStatus(id)) !== undefined;
		await this.admin.rest.post(installed ? `/api/apps/${id}` : '/api/apps', form);
	}

	/** `GET /api/apps/:id/status`. @returns for example `manually_enabled`; undefined where it is not installed */
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

	/** `GET /api/apps/:id/settings`. @returns each setting's value, its default where none was chosen */
	async appSettings(id: string): Promise<Record<string, unknown>> {
		const { settings } = await this.admin.rest.get<{ settings: Record<string, AppSetting> }>(
			`/api/apps/${id}/settings`,
		);
		return Object.fromEntries(
			Object.values(settings).map((setting) => [setting.id, setting.value ?? setting.packageValue]),
		);
	}

	/** `POST /api/apps/:id/settings`: sets those that are named and leaves the others. */
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

	/** `users.create`. @returns whether somebody was made; false where the username is taken */
	async ensureUser(user: {
		username: string;
		password: string;
		name: string;
		email: string;
	}): Promise<boolean> {
		try {
			await this.admin.rest.post('/api/v1/users.create', { ...user, verified: true });
			return true;
		} catch (error) {
			if (
				error instanceof RestError &&
				JSON.stringify(error.body).includes('error-field-unavailable')
			) {
				return false;
			}
			throw error;
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

	/** `POST /api/v1/licenses.add`. @throws RestError for a text that is no license of this workspace */
	async addLicense(text: string): Promise<void> {
		await this.admin.rest.post('/api/v1/licenses.add', { license: text });
	}

	/** The plan as the server tells it. @returns undefined for a license that names no plan */
	async plan(): Promise<Plan | undefined> {
		return planIn(await this.license());
	}

	/**
	 * Adds a license for the plan, or empties the setting where no license is needed.
	 * @param directory of the workspace, where the key lies with which its licenses are signed
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
