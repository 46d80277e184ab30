import { Router } from 'express';
import type { Server } from '../server';
import type { SettingDocument } from '../settings/server-settings';
import { failure } from './answers';
import { page, pagination } from './pagination';
import { assertParams } from './params-checks';
import { administrator, authenticated, bodyParsers, handled } from './server';

/** `settings`, `settings.public`, `settings/:_id` (apps/meteor/app/api/server/v1/settings.ts). */
export function settingsRoutes(server: Server): Router {
	const router = Router();
	const admin = [authenticated(server), administrator()];
	router.get(
		'/api/v1/settings.public',
		handled((request) => {
			assertParams(server, 'settings.public', request.query, 'query');
			const found = shown(server).filter(({ public: isPublic }) => isPublic);
			const { items, ...numbers } = page(found, pagination(server, request));
			return { settings: items.map(({ _id, value }) => ({ _id, value })), ...numbers };
		}),
	);
	router.get(
		'/api/v1/settings',
		admin,
		handled((request) => {
			assertParams(server, 'settings', request.query, 'query');
			const { items, ...numbers } = page(shown(server), pagination(server, request));
			return { settings: items, ...numbers };
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

function shown(server: Server): SettingDocument[] {
	return server.settings.documents().filter(({ hidden }) => !hidden);
}

function visibleSetting(server: Server, id: string | undefined): SettingDocument {
	const setting = server.settings.document(id ?? '');
	if (!setting || setting.hidden) {
		throw failure();
	}
	return setting;
}
