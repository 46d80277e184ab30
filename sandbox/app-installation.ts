import type { WorkspaceAdministration } from './clients/workspace-administration';
import type { Progress } from './homeserver/command';
import type { PackagedApp } from './packaged-app';
import type { SandboxState } from './state';

/** Where the state keeps the fingerprint of the installed package and the address of its workspace. */
const INSTALLED_PACKAGE = 'installed-package';
const enabledStatus = /^(auto_enabled|manually_enabled)$/;

/**
 * Uploads the zip to install or update the app, as an administrator does. Does nothing if the same package is installed.
 * @throws Error if the app is not enabled afterwards
 */
export async function installApp(
	administration: WorkspaceAdministration,
	app: PackagedApp,
	state: SandboxState,
	progress: Progress,
): Promise<void> {
	const status = await administration.appStatus(app.id);
	// With the address, because the environment can name another workspace at the next start.
	const installed = `${app.fingerprint} ${administration.admin.rest.url}`;
	if (status === undefined || (await state.read(INSTALLED_PACKAGE)) !== installed) {
		progress(`${status === undefined ? 'installing' : 'updating'} the app, version ${app.version}`);
		const startedAt = Date.now();
		await administration.installApp(app.zip, app);
		await state.write(INSTALLED_PACKAGE, installed);
		progress(`app uploaded, installed and enabled in ${Date.now() - startedAt} ms`);
	}
	const newStatus = await administration.appStatus(app.id);
	if (newStatus === undefined || !enabledStatus.test(newStatus)) {
		throw new Error(`the app is installed but not enabled: its status is ${String(newStatus)}`);
	}
}

interface Connection {
	/** Where the app reaches the homeserver. */
	readonly homeserverUrl: string;
	readonly homeserverDomain: string;
	/** Where the homeserver reaches the workspace. */
	readonly workspaceUrl: string;
}

/**
 * Sets the app's settings that an administrator has to set. Does nothing if they have these values already.
 * @param more settings
 */
export async function configureApp(
	administration: WorkspaceAdministration,
	appId: string,
	connection: Connection,
	more: Readonly<Record<string, string>> = {},
): Promise<void> {
	const wanted: Record<string, unknown> = {
		homeserver_url: connection.homeserverUrl,
		homeserver_domain: connection.homeserverDomain,
		callback_url: `${connection.workspaceUrl}/api/apps/public/${appId}`,
		invite_policy: 'ask',
		...more,
	};
	const current = await administration.appSettings(appId);
	if (Object.entries(wanted).some(([id, value]) => current[id] !== value)) {
		await administration.setAppSettings(appId, wanted);
	}
}

/** Gives the app a personal access token of the administrator, unless it has one: avatars, roles and typing need it. */
export async function giveToken(administration: WorkspaceAdministration, appId: string): Promise<void> {
	const { workspace_token: present } = await administration.appSettings(appId);
	if (present !== undefined && present !== '') {
		return;
	}
	const { rest, userId } = administration.admin;
	const { token } = await rest.post<{ token: string }>('/api/v1/users.generatePersonalAccessToken', {
		// Another name each time: the workspace keeps the token of an app that was removed.
		tokenName: `federation ${new Date().toISOString()}`,
		bypassTwoFactor: true,
	});
	await administration.setAppSettings(appId, { workspace_user_id: userId, workspace_token: token });
}

/** Downloads the registration file as an administrator does. @throws Error with the app's answer if that fails */
export async function downloadRegistration(
	administration: WorkspaceAdministration,
	appId: string,
): Promise<string> {
	const path = `/api/apps/public/${appId}/registration`;
	const answer = await administration.admin.rest.fetch(path);
	const text = await answer.text();
	if (!answer.ok) {
		throw new Error(
			`the registration file cannot be downloaded: ${path} answers with status ${answer.status}: ${text}`,
		);
	}
	return text;
}
