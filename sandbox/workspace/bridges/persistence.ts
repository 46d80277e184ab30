import { randomBytes } from 'node:crypto';
import type { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';
import { PersistenceBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/PersistenceBridge';
import type { Collection, Where } from '../database/collection';
import type { Database } from '../database/database';

/** A record of an app, as Rocket.Chat stores it in `apps_persistence`. */
interface PersistenceDocument {
	_id: string;
	appId: string;
	associations?: { model: string; id: string }[];
	/** The list of associations as one text, which updates compare: their order and number count. */
	exactAssociations?: string;
	data: object;
	_updatedAt: Date;
}

/** The records of all apps, found by app and association through an index, without any unique index. */
export function persistenceCollection(database: Database): Collection<PersistenceDocument> {
	return database.collection<PersistenceDocument>('apps_persistence', [
		{ path: 'associations', multikey: true },
		{ path: 'exactAssociations' },
		// No index on `appId` alone: SQLite might use it for a search by associations, and read all records of the app.
	]);
}

/**
 * The records that apps store. Follows apps/meteor/app/apps/server/bridges/persistence.ts and
 * packages/models/src/models/AppsPersistence.ts.
 */
export class PersistenceBridge extends EngineBridge {
	private readonly records: Collection<PersistenceDocument>;

	constructor(database: Database) {
		super();
		this.records = persistenceCollection(database);
	}

	// Called by the engine at uninstallation.
	override async purge(appId: string): Promise<void> {
		this.records.removeWhere({ appId });
	}

	protected async create(data: object, appId: string): Promise<string> {
		return this.insert(data, appId);
	}

	protected async createWithAssociations(
		data: object,
		associations: RocketChatAssociationRecord[],
		appId: string,
	): Promise<string> {
		return this.insert(data, appId, associations);
	}

	protected async readById(id: string, appId: string): Promise<object> {
		return this.records.findOne({ _id: id, appId })?.data ?? {};
	}

	protected async readByAssociations(
		associations: RocketChatAssociationRecord[],
		appId: string,
	): Promise<object[]> {
		return this.records.find(whereAssociations(associations, appId)).map((record) => record.data);
	}

	protected async remove(id: string, appId: string): Promise<object | undefined> {
		const record = this.records.findOne({ _id: id, appId });
		if (record) {
			this.records.remove(id);
		}
		return record?.data;
	}

	protected async removeByAssociations(
		associations: RocketChatAssociationRecord[],
		appId: string,
	): Promise<object[] | undefined> {
		const records = this.records.find(whereAssociations(associations, appId));
		records.forEach((record) => this.records.remove(record._id));
		return records.map((record) => record.data);
	}

	protected async update(_id: string, data: object): Promise<string> {
		assertObject(data);
		throw new Error('Not implemented.');
	}

	protected async updateByAssociations(
		associations: RocketChatAssociationRecord[],
		data: object,
		// Rocket.Chat's default. The accessor documents another one.
		upsert = true,
		appId: string,
	): Promise<string> {
		assertObject(data);
		const [record] = this.records.find(
			{ appId, exactAssociations: exactText(associations) },
			{ limit: 1 },
		);
		if (record) {
			this.records.replace({ ...record, data, _updatedAt: new Date() });
			return '';
		}
		return upsert ? this.insert(data, appId, associations) : '';
	}

	private insert(data: object, appId: string, associations?: RocketChatAssociationRecord[]): string {
		assertObject(data);
		const _id = randomBytes(12).toString('hex');
		this.records.insert({
			_id,
			appId,
			...(associations && {
				associations: associations.map(toPlain),
				exactAssociations: exactText(associations),
			}),
			data,
			_updatedAt: new Date(),
		});
		return _id;
	}
}

/** The query for records that have at least these associations, in any order. */
export function whereAssociations(associations: RocketChatAssociationRecord[], appId: string): Where {
	return { associations: { $all: associations.map(toPlain) }, appId };
}

function exactText(associations: RocketChatAssociationRecord[]): string {
	return JSON.stringify(associations.map(toPlain));
}

/** The two fields of an association. From an app it is a plain object, inside the engine an instance. */
function toPlain(association: RocketChatAssociationRecord): { model: string; id: string } {
	const { model, id } = association as unknown as { model: string; id: string };
	return { model, id };
}

function assertObject(data: unknown): void {
	if (typeof data !== 'object') {
		throw new Error('Attempted to store an invalid data type, it must be an object.');
	}
}
