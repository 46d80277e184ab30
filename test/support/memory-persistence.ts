import type { IPersistence, IPersistenceRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';
import type { Persistence } from '../../src/store/link-table';

interface Kept {
	readonly id: string;
	data: object;
	readonly associations: readonly string[];
}

/** The platform's persistence in memory: reads match a part of the associations, updates match them exactly. */
export function memoryPersistence(): Persistence & {
	readonly calls: string[];
	readonly all: () => object[];
} {
	const kept: Kept[] = [];
	const calls: string[] = [];
	const keysOf = (records: readonly RocketChatAssociationRecord[]) =>
		records.map((record) => `${record.getModel()} ${record.getID()}`);
	const holding = (records: readonly RocketChatAssociationRecord[]) => (entry: Kept) =>
		keysOf(records).every((key) => entry.associations.includes(key));
	const copy = <T>(data: T): T => JSON.parse(JSON.stringify(data)) as T;
	const unused = (name: string) => () => {
		throw new Error(`${name} is not used by the app`);
	};

	const create = async (data: object, records: readonly RocketChatAssociationRecord[]) => {
		calls.push('create');
		const id = String(kept.length);
		kept.push({ id, data: copy(data), associations: keysOf(records) });
		return id;
	};
	const remove = async (records: readonly RocketChatAssociationRecord[]) => {
		calls.push('remove');
		const gone = kept.filter(holding(records));
		for (const entry of gone) {
			kept.splice(kept.indexOf(entry), 1);
		}
		return gone.map(({ data }) => data);
	};
	const write: IPersistence = {
		create: unused('create'),
		createWithAssociation: (data, record) => create(data, [record]),
		createWithAssociations: create,
		update: unused('update'),
		updateByAssociation: unused('updateByAssociation'),
		async updateByAssociations(records, data, upsert) {
			calls.push('update');
			const keys = keysOf(records).join();
			const found = kept.find(({ associations }) => associations.join() === keys);
			if (found) {
				found.data = copy(data);
				return found.id;
			}
			return upsert ? create(data, records) : '';
		},
		remove: unused('remove'),
		removeByAssociation: (record) => remove([record]),
		removeByAssociations: remove,
	};
	const read: IPersistenceRead = {
		read: unused('read'),
		async readByAssociation(record) {
			calls.push('read');
			return kept.filter(holding([record])).map(({ data }) => copy(data));
		},
		readByAssociations: unused('readByAssociations'),
	};
	return { write, read, calls, all: () => kept.map(({ data }) => data) };
}
