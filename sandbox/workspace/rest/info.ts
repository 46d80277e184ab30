import { Router } from 'express';
import { handled } from './server';

/**
 * The version of Rocket.Chat whose behaviour the sandbox follows. Its engine accepts apps for the Apps-Engine that runs
 * here.
 */
const followedVersion = '8.0.0';

/**
 * `info` (apps/meteor/app/api/server/default/info.ts, v1/misc.ts), which apps-cli calls before it uploads an app. Without
 * a login the answer has no patch version.
 */
export function infoRoutes(): Router {
	const router = Router();
	router.get(
		['/api/info', '/api/v1/info'],
		handled(() => ({ version: followedVersion.replace(/\.\d+$/, '') })),
	);
	return router;
}
