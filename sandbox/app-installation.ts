import type { WorkspaceAdministration } from './clients/workspace-administration';
import type { Progress } from './homeserver/command';
import type { PackagedApp } from './packaged-app';
import type { SandboxState } from './state';

const INSTALLED = 'installed-package';
const ENABLED = /^(auto_enabled|manually_enabled)$/;

/** Installs or updates the app as an administrator does: by uploading the zip. Leaves it where it is the same. */
export async function installApp(
	administration: WorkspaceAdministration,
	app: PackagedApp,
	state: SandboxState,
	progress: Progress,
): Promise<void> {
	const status = await administration.appStatus(app.id);
	if (status === undefined || (await state.read(INSTALLED)) !== app.fingerprint) {
		progress(`${status === undefined ? 'installing' : 'updating'} the app, version ${app.version}`);
		const begun = Date.now();
		await administration.installApp(app.zip, app);
		await state.write(INSTALLED, app.fingerprint);
		progress(`uploaded, installed and enabled in ${Date.now() - begun} ms`);
	}
	const now = await administration.appStatus(app.id);
	if (now === undefined || !ENABLED.test(now)) {
		throw new Error(`the app is installed but not enabled: its status is ${String(now)}`);
	}
}

export interface Connection {
	/** Where the app reaches the homeserver. */
	readonly homeserverUrl: string;
	readonly homeserverDomain: string;
	/** Where the homeserver reaches the workspace. */
	readonly workspaceUrl: string;
}

/** Makes the settings that an administrator has to make, where they are others. */
export async function configureApp(
	administration: WorkspaceAdministration,
	appId: string,
	connection: Connection,
): Promise<void> {
	const wanted: Record<string, unknown> = {
		homeserver_url: connection.homeserverUrl,
		homeserver_domain: connection.homeserverDomain,
		callback_url: `${connection.workspaceUrl}/api/apps/public/${appId}`,
		invite_policy: 'accept',
	};
	const present = await administration.appSettings(appId);
	if (Object.entries(wanted).some(([id, value]) => present[id] !== value)) {
		await administration.setAppSettings(appId, wanted);
	}
}

/** Downloads the registration file as an administrator does. @throws Error with what the app answered instead */
export async function downloadRegistration(
	administration: WorkspaceAdministration,
	appId: string,
): Promise<string> {
	const path = `/api/apps/public/${appId}/registration`;
	const answer = await administration.admin.rest.fetch(path);
	const text = await answer.text();
	if (!answer.ok) {
		throw new Error(
			`the registration file cannot be downloaded: ${path} answers ${answer.status}, ${text}`,
		);
	}
	return text;
}
