import { FederationError } from '../errors';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** Version of the store's layout that this code reads and writes. */
export const SCHEMA_VERSION = 1;

/**
 * Marks a new store with the version of the layout, and refuses a store that a newer version of the app has written.
 * @throws FederationError `store-too-new`
 */
export async function openSchema(persistence: Persistence): Promise<void> {
	const marks = (await persistence.read.readByAssociation(keys.schema())) as { version: number }[];
	const version = Math.max(0, ...marks.map((mark) => mark.version));
	if (version > SCHEMA_VERSION) {
		throw new FederationError('store-too-new', { found: version, known: SCHEMA_VERSION });
	}
	if (version === 0) {
		await persistence.write.createWithAssociation({ version: SCHEMA_VERSION }, keys.schema());
	}
}
