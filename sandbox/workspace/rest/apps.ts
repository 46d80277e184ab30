import { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { IPermission } from '@rocket.chat/apps-engine/definition/permissions/IPermission';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { AppFabricationFulfillment } from '@rocket.chat/apps-engine/server/compiler';
import type { IMarketplaceInfo } from '@rocket.chat/apps-engine/server/marketplace';
import { MarketplacePurchaseType } from '@rocket.chat/apps-engine/server/marketplace/MarketplacePurchaseType';
import type { AppLicenseValidationResult } from '@rocket.chat/apps-engine/server/marketplace/license';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { AppInstallationSource } from '@rocket.chat/apps-engine/server/storage';
import { Router } from 'express';
import { userToApp } from '../converters/users';
import { assertMayBeEnabled } from '../licensing/app-limits';
import type { Server } from '../server';
import { failure, notFound } from './answers';
import { pagination } from './pagination';
import { administrator, authenticated, bodyParsers, handled, userOf, type RestRequest } from './server';
import { uploadedForm } from './uploaded-form';

/** An upload with this form field counts as an app from the marketplace, which the sandbox does not have. */
const marketplaceField = 'sandbox-marketplace';

interface UploadedApp {
	zip: Buffer;
	permissionsGranted: IPermission[] | undefined;
	isFromMarketplace: boolean;
}

/**
 * The administration of apps: install, update, show, enable, disable, remove, read the log
 * (apps/meteor/ee/server/apps/communication/rest.ts, endpoints/appLogsHandler.ts).
 */
export function appsRoutes(server: Server): Router {
	const router = Router();
	const loggedIn = authenticated(server);
	const admin = [loggedIn, administrator()];
	const find = (request: RestRequest): ProxiedApp => installedApp(server, request);

	router.get(
		'/api/apps/installed',
		loggedIn,
		handled(async () => ({ apps: await Promise.all((await server.appManager().get()).map(appForRest)) })),
	);
	router.post(
		'/api/apps',
		admin,
		handled((request) => install(server, request)),
	);
	router.get(
		'/api/apps/:id',
		admin,
		handled(async (request) => ({ app: await appForRest(find(request)) })),
	);
	router.post(
		'/api/apps/:id',
		admin,
		handled((request) => update(server, request)),
	);
	router.delete(
		'/api/apps/:id',
		admin,
		handled((request) => uninstall(server, request)),
	);
	router.get(
		'/api/apps/:id/logs',
		admin,
		handled((request) => logs(server, request)),
	);
	router.get(
		'/api/apps/:id/status',
		admin,
		handled(async (request) => ({ status: await find(request).getStatus() })),
	);
	router.post(
		'/api/apps/:id/status',
		admin,
		bodyParsers(),
		handled((request) => changeStatus(server, request)),
	);
	return router;
}

/** @throws 404 */
export function installedApp(server: Server, request: RestRequest): ProxiedApp {
	const id = request.params.id ?? '';
	const app = server.appManager().getOneById(id) as ProxiedApp | undefined;
	if (!app) {
		throw notFound(`No App found by the id of: ${id}`);
	}
	return app;
}

/** ee/lib/misc/formatAppInstanceForRest.ts */
async function appForRest(app: ProxiedApp): Promise<object> {
	const { languageContent, installationSource, migrated } = app.getStorageItem();
	const licenseValidation = app.getLatestLicenseValidationResult() as
		AppLicenseValidationResult | undefined;
	return {
		...app.getInfo(),
		status: await app.getStatus(),
		languages: languageContent,
		private: installationSource === AppInstallationSource.PRIVATE,
		migrated: Boolean(migrated),
		...(licenseValidation && hasFindings(licenseValidation) && { licenseValidation }),
	};
}

function hasFindings({ hasErrors, hasWarnings }: AppLicenseValidationResult): boolean {
	return hasErrors || hasWarnings;
}

async function install(server: Server, request: RestRequest): Promise<object> {
	const { zip, permissionsGranted, isFromMarketplace } = await uploadedApp(server, request);
	const manager = server.appManager();
	const fulfillment = await manager.add(zip, {
		enable: false,
		user: userToApp(userOf(request)),
		...(permissionsGranted && { permissionsGranted }),
		...(isFromMarketplace && { marketplaceInfo: marketplaceInfo() }),
	});
	assertFulfilled(fulfillment);
	// Rocket.Chat installs an app disabled and then enables it, to check the limits of the plan in between.
	const info = fulfillment.getAppInfo();
	if (isEnabledByPlan(server, fulfillment.getApp())) {
		await manager.changeStatus(info.id, AppStatus.MANUALLY_ENABLED).catch(() => undefined);
	}
	return answerOf(fulfillment);
}

async function update(server: Server, request: RestRequest): Promise<object> {
	const { zip, permissionsGranted, isFromMarketplace } = await uploadedApp(server, request);
	if (!isFromMarketplace && !server.licensing.hasValidLicense()) {
		throw failure('Cannot_Update_Exempt_App');
	}
	const options = { user: userToApp(userOf(request)), loadApp: true };
	// The engine's declaration does not say that the permissions are optional.
	const parameters = [zip, permissionsGranted, options] as Parameters<AppManager['update']>;
	const fulfillment = await server.appManager().update(...parameters);
	assertFulfilled(fulfillment);
	return answerOf(fulfillment);
}

async function uninstall(server: Server, request: RestRequest): Promise<object> {
	const app = installedApp(server, request);
	const info = app.getInfo();
	try {
		await server.appManager().remove(app.getID(), { user: userToApp(userOf(request)) });
	} catch {
		throw failure({ app: { ...info, status: await app.getStatus() } });
	}
	return { app: { ...info, status: AppStatus.DISABLED } };
}

async function changeStatus(server: Server, request: RestRequest): Promise<object> {
	const body: unknown = request.body;
	const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
	const wanted = Object.values(AppStatus).find((known: string) => known === status);
	if (wanted === undefined) {
		throw failure('Invalid status provided, it must be "status" field and a string.');
	}
	const app = installedApp(server, request);
	if (wanted === AppStatus.MANUALLY_ENABLED || wanted === AppStatus.AUTO_ENABLED) {
		assertMayBeEnabled(server.licensing, app);
	}
	const changed = await server.appManager().changeStatus(app.getID(), wanted);
	return { status: await changed.getStatus() };
}

async function logs(server: Server, request: RestRequest): Promise<object> {
	const app = installedApp(server, request);
	const { offset, count } = pagination(server, request);
	const found = await server
		.appManager()
		.getLogStorage()
		.findPaginated({ appId: app.getID() }, { sort: { _createdAt: -1 }, skip: offset, limit: count });
	return { logs: found.logs, offset, count: found.logs.length, total: found.total };
}

async function uploadedApp(server: Server, request: RestRequest): Promise<UploadedApp> {
	const form = await uploadedForm(request, 'app', server.settings.get<number>('FileUpload_MaxFileSize'));
	if (!form.file) {
		throw failure({ error: 'app_file_error', message: 'Failed to get a file to install for the App. ' });
	}
	return {
		zip: form.file.bytes,
		permissionsGranted: parsedPermissions(form.fields.permissions),
		isFromMarketplace: form.fields[marketplaceField] !== undefined,
	};
}

function isEnabledByPlan(server: Server, app: ProxiedApp): boolean {
	try {
		assertMayBeEnabled(server.licensing, app);
		return true;
	} catch {
		return false;
	}
}

/** What the marketplace would say of a free app, as far as the engine asks. */
function marketplaceInfo(): IMarketplaceInfo[] {
	return [{ purchaseType: MarketplacePurchaseType.PurchaseTypeBuy } as IMarketplaceInfo];
}

/** A text that is no list grants the default permissions, as in Rocket.Chat. */
function parsedPermissions(text: string | undefined): IPermission[] | undefined {
	try {
		const permissions: unknown = JSON.parse(text ?? '');
		return Array.isArray(permissions) && permissions.length > 0
			? (permissions as IPermission[])
			: undefined;
	} catch {
		return undefined;
	}
}

function assertFulfilled(fulfillment: AppFabricationFulfillment): void {
	if (fulfillment.hasStorageError()) {
		const messages = [fulfillment.getStorageError()];
		throw failure({ error: 'app_storage_error', status: 'storage_error', messages });
	}
	if (fulfillment.hasAppUserError()) {
		const { message, username } = fulfillment.getAppUserError() as { message: string; username: string };
		throw failure({
			error: 'app_user_error',
			status: 'app_user_error',
			messages: [message],
			payload: { username },
		});
	}
}

async function answerOf(fulfillment: AppFabricationFulfillment): Promise<object> {
	return {
		app: { ...fulfillment.getAppInfo(), status: await fulfillment.getApp().getStatus() },
		implemented: fulfillment.getImplementedInferfaces(),
		licenseValidation: fulfillment.getLicenseValidationResult(),
	};
}
