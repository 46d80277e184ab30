import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { Router } from 'express';
import type { Server } from '../server';
import { failure, notFound } from './answers';
import { installedApp } from './apps';
import { administrator, authenticated, bodyParsers, handled, type RestRequest } from './server';

/** An app's own settings (apps/meteor/ee/server/apps/communication/rest.ts, `:id/settings`). */
export function appSettingsRoutes(server: Server): Router {
	const router = Router();
	const admin = [authenticated(server), administrator()];
	router.get(
		'/api/apps/:id/settings',
		admin,
		handled((request) => {
			const settings = Object.entries(installedApp(server, request).getStorageItem().settings);
			return { settings: Object.fromEntries(settings.filter(([, setting]) => !setting.hidden)) };
		}),
	);
	router.post(
		'/api/apps/:id/settings',
		admin,
		bodyParsers(),
		handled((request) => changeSettings(server, request)),
	);
	router.get(
		'/api/apps/:id/settings/:settingId',
		admin,
		handled((request) =>
			withNotFound(request, async () => {
				const { id = '', settingId = '' } = request.params;
				return { setting: server.appManager().getSettingsManager().getAppSetting(id, settingId) };
			}),
		),
	);
	router.post(
		'/api/apps/:id/settings/:settingId',
		admin,
		bodyParsers(),
		handled((request) =>
			withNotFound(request, async () => {
				const setting = field(request.body, 'setting');
				if (!setting) {
					throw failure('Setting to update to must be present on the posted body.');
				}
				const manager = server.appManager().getSettingsManager();
				await manager.updateAppSetting(request.params.id ?? '', setting as ISetting);
				return {};
			}),
		),
	);
	return router;
}

async function changeSettings(server: Server, request: RestRequest): Promise<object> {
	const wanted = field(request.body, 'settings');
	if (!Array.isArray(wanted)) {
		throw failure('The settings to update must be present.');
	}
	const app = installedApp(server, request);
	const updated: ISetting[] = [];
	for (const setting of wanted as ISetting[]) {
		const known = app.getStorageItem().settings[setting.id];
		if (known && known.value !== setting.value) {
			await server.appManager().getSettingsManager().updateAppSetting(app.getID(), setting);
			updated.push(setting);
		}
	}
	return { updated };
}

/** Converts the engine's errors about a missing app or setting to 404. */
async function withNotFound(request: RestRequest, work: () => Promise<object>): Promise<object> {
	try {
		return await work();
	} catch (error) {
		const message = error instanceof Error ? error.message : '';
		if (message.includes('No setting found')) {
			throw notFound(`No Setting found on the App by the id of: "${request.params.settingId ?? ''}"`);
		}
		if (message.includes('No App found')) {
			throw notFound(`No App found by the id of: ${request.params.id ?? ''}`);
		}
		throw error;
	}
}

function field(body: unknown, name: string): unknown {
	return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}
