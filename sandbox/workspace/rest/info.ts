import { Router } from 'express';
import { handled } from './server';

/**
 * The version of Rocket.Chat whose behaviour the sandbox follows. Its engine accepts apps for the Apps-Engine that runs
 * here.
 */
export const followedVersion = '8.0.0';

/** `info` (apps/meteor/app/api/server/default/info.ts, v1/misc.ts): people who are not logged in see the major version only. */
export function infoRoutes(): Router {
	const router = Router();
	router.get(
		['/api/info', '/api/v1/info'],
		handled(() => ({ version: followedVersion.replace(/\.\d+$/, '') })),
	);
	return router;
}
