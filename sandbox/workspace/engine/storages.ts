import { mkdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ILoggerStorageEntry } from '@rocket.chat/apps-engine/server/logging';
import type { IMarketplaceInfo } from '@rocket.chat/apps-engine/server/marketplace';
import {
	AppLogStorage,
	AppMetadataStorage,
	AppSourceStorage,
	type IAppLogStorageFindOptions,
	type IAppStorageItem,
} from '@rocket.chat/apps-engine/server/storage';
import type { Collection, Where } from '../database/collection';
import type { Database } from '../database/database';
import { redactLogged } from './log-redaction';

type AppDocument = IAppStorageItem & { _id: string };

/** The installed apps. Follows apps/meteor/ee/server/apps/storage/AppRealStorage.ts. */
export class AppStorage extends AppMetadataStorage {
	private readonly apps: Collection<AppDocument>;

	constructor(database: Database) {
		super('sqlite');
		this.apps = database.collection<AppDocument>('apps', [{ path: 'id', unique: true }]);
	}

	override async create(item: IAppStorageItem): Promise<IAppStorageItem> {
		if (
			this.apps.findOne({ id: item.id }) ||
			this.apps.findOne({ 'info.nameSlug': item.info.nameSlug })
		) {
			throw new Error('App already exists.');
		}
		item.createdAt = new Date();
		item.updatedAt = new Date();
		item._id = randomBytes(12).toString('hex');
		this.apps.insert({ ...item, _id: item._id });
		return item;
	}

	override async retrieveOne(id: string): Promise<IAppStorageItem | null> {
		return this.apps.findOne({ id }) ?? this.apps.findById(id) ?? null;
	}

	override async retrieveAll(): Promise<Map<string, IAppStorageItem>> {
		return new Map(this.apps.find().map((item) => [item.id, item]));
	}

	override async retrieveAllPrivate(): Promise<Map<string, IAppStorageItem>> {
		return new Map(this.apps.find({ installationSource: 'private' }).map((item) => [item.id, item]));
	}

	override async remove(id: string): Promise<{ success: boolean }> {
		this.apps.removeWhere({ id });
		return { success: true };
	}

	override async updatePartialAndReturnDocument(
		{ _id, ...item }: Partial<IAppStorageItem>,
		options: { unsetPermissionsGranted?: boolean } = {},
	): Promise<IAppStorageItem> {
		return this.change(_id ?? '', item, options.unsetPermissionsGranted ? ['permissionsGranted'] : []);
	}

	override async updateStatus(_id: string, status: AppStatus): Promise<boolean> {
		this.change(_id, { status });
		return true;
	}

	override async updateSetting(_id: string, setting: ISetting): Promise<boolean> {
		const settings = this.apps.findById(_id)?.settings;
		this.change(_id, { settings: { ...settings, [setting.id]: setting } });
		return true;
	}

	override async updateAppInfo(_id: string, info: IAppInfo): Promise<boolean> {
		this.change(_id, { info });
		return true;
	}

	override async updateMarketplaceInfo(_id: string, marketplaceInfo: IMarketplaceInfo[]): Promise<boolean> {
		this.change(_id, { marketplaceInfo });
		return true;
	}

	private change(
		_id: string,
		fields: Partial<AppDocument>,
		unset: (keyof AppDocument)[] = [],
	): AppDocument {
		return this.apps.set(_id, { ...fields, updatedAt: new Date() }, unset);
	}
}

/**
 * The apps' packages. Follows ee/server/apps/storage/AppGridFSSourceStorage.ts, where each stored package has an id of
 * its own: if a second installation of an app fails, the package of the first one stays.
 */
export class AppPackages extends AppSourceStorage {
	constructor(private readonly folder: string) {
		super();
		mkdirSync(folder, { recursive: true });
	}

	override async store(item: IAppStorageItem, zip: Buffer): Promise<string> {
		const name = `${item.id}-${randomBytes(6).toString('hex')}.zip`;
		await writeFile(join(this.folder, name), zip);
		return name;
	}

	override fetch(item: IAppStorageItem): Promise<Buffer> {
		return readFile(this.file(item));
	}

	override async update(item: IAppStorageItem, zip: Buffer): Promise<string> {
		const name = await this.store(item, zip);
		await rm(this.file(item), { force: true });
		return name;
	}

	override async remove(item: IAppStorageItem): Promise<void> {
		await rm(this.file(item));
	}

	private file(item: IAppStorageItem): string {
		return join(this.folder, item.sourcePath ?? '');
	}
}

type LogDocument = ILoggerStorageEntry & { _id: string };

/** Milliseconds for which log entries are kept: Rocket.Chat's default of the setting Apps_Logs_TTL, 30 days. */
const logLifetime = 30 * 24 * 3600 * 1000;

/**
 * The logs: what apps write themselves, and every call of a handler. Follows
 * ee/server/apps/storage/AppRealLogStorage.ts.
 */
export class AppLogs extends AppLogStorage {
	private readonly logs: Collection<LogDocument>;

	/** @param redacts what newer servers redact, those that run apps in Node */
	constructor(
		database: Database,
		private readonly redacts: boolean,
	) {
		super('sqlite');
		this.logs = database.collection<LogDocument>('rocketchat_apps_logs', [
			{ path: 'appId' },
			{ path: '_createdAt' },
		]);
		this.logs.removeWhere({ _createdAt: { $lt: new Date(Date.now() - logLifetime) } });
	}

	override async findPaginated(
		query: Record<string, unknown>,
		{ sort, skip, limit }: IAppLogStorageFindOptions = {},
	): Promise<{ logs: ILoggerStorageEntry[]; total: number }> {
		const where = query as Where;
		const logs = this.logs.find(where, {
			...(sort && { sort }),
			...(skip !== undefined && { skip }),
			...(limit !== undefined && { limit }),
		});
		return { logs, total: this.logs.count(where) };
	}

	override async storeEntries(entry: ILoggerStorageEntry): Promise<ILoggerStorageEntry> {
		if (this.redacts) {
			entry.entries.forEach(({ args }) => args.forEach(redactLogged));
		}
		return this.logs.insert({ ...entry, _id: randomBytes(12).toString('hex'), _createdAt: new Date() });
	}

	override async getEntriesFor(appId: string): Promise<ILoggerStorageEntry[]> {
		return this.logs.find({ appId });
	}

	override async removeEntriesFor(appId: string): Promise<void> {
		this.logs.removeWhere({ appId });
	}
}
