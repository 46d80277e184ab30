import { appSettingsRoutes } from './app-settings';
import { appsRoutes } from './apps';
import { commandsRoutes } from './commands';
import { domainRoutes } from './domain';
import { infoRoutes } from './info';
import type { Routes } from './server';
import { settingsRoutes } from './settings';
import { uiInteractionRoutes } from './ui-interactions';

/**
 * Every group of addresses that the workspace answers. Each file of this folder gives a router whose handlers name
 * their whole path and bring their own body parsers (`bodyParsers`, or `uploadedForm` for multipart bodies).
 */
export const routes: readonly Routes[] = [
	infoRoutes,
	settingsRoutes,
	appsRoutes,
	appSettingsRoutes,
	uiInteractionRoutes,
	commandsRoutes,
	...domainRoutes,
];
