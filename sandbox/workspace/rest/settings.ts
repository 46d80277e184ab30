import { Router } from 'express';
import type { Server } from '../server';
import type { SettingDocument } from '../settings/server-settings';
import { failure } from './answers';
import { page, pagination } from './pagination';
import { administrator, authenticated, bodyParsers, handled } from './server';

/** `settings`, `settings/:_id`, `settings.public` (apps/meteor/app/api/server/v1/settings.ts). */
export function settingsRoutes(server: Server): Router {
	const router = Router();
	const admin = [authenticated(server), administrator()];
	router.get(
		'/api/v1/settings.public',
		handled((request) => list(server, request, (setting) => setting.public)),
	);
	router.get(
		'/api/v1/settings',
		authenticated(server),
		handled((request) => {
			const privileged = request.user?.roles.includes('admin');
			return list(server, request, (setting) => privileged === true || setting.public);
		}),
	);
	router.get(
		'/api/v1/settings/:_id',
		admin,
		handled((request) => {
			const { _id, value } = visibleSetting(server, request.params._id);
			return { _id, value };
		}),
	);
	router.post(
		'/api/v1/settings/:_id',
		admin,
		bodyParsers(),
		handled((request) => {
			const { _id } = visibleSetting(server, request.params._id);
			const body: unknown = request.body;
			if (typeof body !== 'object' || body === null || !('value' in body)) {
				throw failure();
			}
			server.settings.set(_id, body.value);
			return {};
		}),
	);
	return router;
}

function list(
	server: Server,
	request: Parameters<typeof pagination>[1],
	shown: (setting: SettingDocument) => boolean | undefined,
): object {
	const settings = server.settings
		.all()
		.filter((setting) => !setting.hidden && shown(setting))
		.sort((a, b) => (a._id < b._id ? -1 : 1))
		.map(({ _id, value, enterprise }) => ({ _id, value, enterprise }));
	const { items, ...numbers } = page(settings, pagination(server, request));
	return { settings: items, ...numbers };
}

function visibleSetting(server: Server, id: string | undefined): SettingDocument {
	const setting = server.settings.document(id ?? '');
	if (!setting || setting.hidden) {
		throw failure();
	}
	return setting;
}
