import { EventEmitter } from 'node:events';
import type { Collection } from '../database/collection';
import type { Database } from '../database/database';
import { settingDefinitions, type SettingDefinition } from './definitions';

/** A stored setting, with Rocket.Chat's field names (packages/core-typings/src/ISetting.ts). */
export interface SettingDocument {
	_id: string;
	type: SettingDefinition['type'];
	value: unknown;
	packageValue: unknown;
	valueSource: string;
	group: string;
	values?: readonly { key: string; i18nLabel: string }[];
	public: boolean;
	hidden: boolean;
	secret: boolean;
	i18nLabel: string;
	i18nDescription: string;
	ts: Date;
	createdAt: Date;
	_updatedAt: Date;
}

/**
 * The workspace's settings, kept in the database. Defaults and flags follow
 * apps/meteor/app/settings/server/functions/getSettingDefaults.ts.
 */
export class ServerSettings {
	private readonly collection: Collection<SettingDocument>;
	private readonly cache = new Map<string, SettingDocument>();
	private readonly changes = new EventEmitter();

	constructor(database: Database) {
		this.changes.setMaxListeners(0);
		this.collection = database.collection<SettingDocument>('settings');
		database.transaction(() => settingDefinitions.forEach((definition) => this.register(definition)));
		this.collection.find().forEach((setting) => this.cache.set(setting._id, setting));
	}

	/** @returns the value; for an unknown setting the fallback, without one `undefined` as in Rocket.Chat */
	get<T = unknown>(id: string, fallback?: T): T {
		const setting = this.cache.get(id);
		return (setting ? setting.value : fallback) as T;
	}

	/** The whole setting, hidden or not. */
	document(id: string): SettingDocument | undefined {
		return this.cache.get(id);
	}

	/** Every setting, hidden or not, by id. */
	documents(): SettingDocument[] {
		return [...this.cache.values()].sort((one, other) => one._id.localeCompare(other._id));
	}

	/** @throws if there is no such setting */
	set(id: string, value: unknown): void {
		const before = this.cache.get(id);
		if (!before) {
			throw new Error(`Unknown setting ${id}`);
		}
		if (before.value === value) {
			return;
		}
		const after: SettingDocument = {
			...before,
			value,
			valueSource: 'customValue',
			_updatedAt: new Date(),
		};
		this.cache.set(id, this.collection.replace(after));
		this.changes.emit('change', id, value);
	}

	/** Registers a listener that is called after each change of a value. */
	onChange(listener: (id: string, value: unknown) => void): void {
		this.changes.on('change', listener);
	}

	private register(definition: SettingDefinition): void {
		const known = this.collection.findById(definition._id);
		const now = new Date();
		const { value, ...flags } = definition;
		const setting: SettingDocument = {
			packageValue: value,
			public: false,
			hidden: false,
			secret: false,
			i18nLabel: definition._id,
			i18nDescription: `${definition._id}_Description`,
			...flags,
			value: known?.valueSource === 'customValue' ? known.value : value,
			valueSource: known?.valueSource ?? 'packageValue',
			ts: known?.ts ?? now,
			createdAt: known?.createdAt ?? now,
			_updatedAt: known?._updatedAt ?? now,
		};
		if (known) {
			this.collection.replace(setting);
		} else {
			this.collection.insert(setting);
		}
	}
}
