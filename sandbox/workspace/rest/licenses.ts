import type { Router } from 'express';
import { hasPermission } from '../functions/permissions';
import type { Server } from '../server';
import { Endpoints, invalid } from './endpoints';
import { assertPermission } from './users';

/** `licenses.info`, `licenses.add` (apps/meteor/ee/server/api/licenses.ts). */
export function licensesRoutes(server: Server): Router {
	const { licensing, settings } = server;
	return new Endpoints(server)
		.get('licenses.info', ({ user, params }) => {
			const privileged = hasPermission(server, user._id, 'view-privileged-setting');
			const withValues = privileged && params.flag('loadValues') === true;
			return { license: licensing.info({ privileged, withValues }) };
		})
		.post('licenses.add', ({ user, params }) => {
			assertPermission(server, user, 'edit-privileged-setting');
			const text = params.text('license');
			if (text === undefined) {
				throw invalid("must have required property 'license'");
			}
			licensing.assertReadable(text);
			settings.set('Enterprise_License', text);
		}).router;
}
