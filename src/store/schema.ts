import { FederationError } from '../errors';
import { keys } from './keys';
import type { Persistence } from './link-table';

/**
 * Version of the store's layout that this code reads and writes.
 * - 1: versions 0.1 and 0.2 of the app.
 * - 2: rooms are listed with their progress, and links are on pages of a journal. Links and parked events of layout 1 are read
 *   as they are, and rooms are listed when they are used, so the mark is all that changes.
 */
export const SCHEMA_VERSION = 2;

/** Marks the layout of a store. There is one mark for each layout that the store has had. */
interface SchemaMark {
	readonly version: number;
	/** When the layout was reached, milliseconds since 1970. Marks of layout 1 lack it. */
	readonly at?: number;
}

/**
 * Marks a store with the version of the layout, and refuses a store that a newer version of the app has written. Doing it twice,
 * also at the same time, has the effect of doing it once.
 * @returns when the store got this layout, milliseconds since 1970: of a store that an older version has written, the time of
 * the upgrade; 0 for a store that began with it
 * @throws FederationError `store-too-new`
 */
export async function openSchema(persistence: Persistence): Promise<number> {
	const marks = (await persistence.read.readByAssociation(keys.schema())) as SchemaMark[];
	const version = Math.max(0, ...marks.map((mark) => mark.version));
	if (version > SCHEMA_VERSION) {
		throw new FederationError('store-too-new', { found: version, known: SCHEMA_VERSION });
	}
	if (version < SCHEMA_VERSION) {
		const at = version === 0 ? 0 : Date.now();
		const mark: SchemaMark = { version: SCHEMA_VERSION, at };
		await persistence.write.createWithAssociation(mark, keys.schema());
		return at;
	}
	const reached = marks.filter((mark) => mark.version === SCHEMA_VERSION).map(({ at = 0 }) => at);
	return Math.min(...reached);
}
