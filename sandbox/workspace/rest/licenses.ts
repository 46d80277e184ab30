import type { Router } from 'express';
import { hasPermission } from '../functions/permissions';
import type { Server } from '../server';
import { Endpoints } from './endpoints';
import { assertPermission } from './users';

/** `licenses.info`, `licenses.add` (apps/meteor/ee/server/api/licenses.ts). */
export function licensesRoutes(server: Server): Router {
	const { licensing, settings } = server;
	return new Endpoints(server)
		.get('licenses.info', ({ user, given }) => {
			const privileged = hasPermission(server, user._id, 'view-privileged-setting');
			const withValues = privileged && given.loadValues === true;
			return { license: licensing.info({ privileged, withValues }) };
		})
		.post('licenses.add', ({ user, given }) => {
			assertPermission(server, user, 'edit-privileged-setting');
			licensing.assertReadable(given.license);
			settings.set('Enterprise_License', given.license);
		}).router;
}
