import type { Statements } from './statements';
import { decodeDocument, encodeDocument } from './encoding';
import { elementKey, pathExpression, whereClause, type Fragment, type Where } from './where';

export type { Where } from './where';

/** An index on a path of a collection's documents. */
export interface Index {
	/** Such as `username` or `u._id`. */
	path: string;
	/** Two documents cannot have the same value; documents without the field do not count. */
	unique?: boolean;
	/** For `$ignoreCase` queries, and for uniqueness that ignores the case of ASCII letters. */
	ignoreCase?: boolean;
	/** The path holds an array and each element is indexed, for `$has` and `$all`: MongoDB's multikey index. */
	multikey?: boolean;
}

/** Order and part of the documents that `find` returns. Without `sort`: in the order of insertion. */
interface FindOptions {
	sort?: Record<string, 1 | -1>;
	limit?: number;
	skip?: number;
}

/** A document with the same `_id` or the same value of a unique field exists: MongoDB's error 11000. */
export class DuplicateKeyError extends Error {
	readonly code = 11000;

	constructor(collection: string, cause: unknown) {
		super(`E11000 duplicate key error collection: ${collection}`, { cause });
		this.name = 'DuplicateKeyError';
	}
}

/**
 * Documents of one kind. All methods are synchronous. They return copies: changing a copy does not change the store.
 */
export class Collection<T extends { _id: string }> {
	private readonly multikeys = new Map<string, string>();
	private readonly indexed = new Set<string>();

	/** Use `Database.collection`, which opens each collection once. */
	constructor(
		private readonly statements: Statements,
		readonly name: string,
	) {
		statements.run(
			`CREATE TABLE IF NOT EXISTS "${name}" (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL)`,
		);
	}

	/** Creates the index if it is missing, and adds the existing documents to it. */
	ensureIndex(index: Index): void {
		const name = `${this.name}__${index.path}${index.multikey ? '__each' : ''}${index.ignoreCase ? '__nocase' : ''}`;
		if (this.indexed.has(name)) {
			return;
		}
		this.indexed.add(name);
		if (index.multikey) {
			this.ensureMultikey(index.path, name);
			return;
		}
		const collation = index.ignoreCase ? ' COLLATE NOCASE' : '';
		this.statements.run(
			`CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS "${name}" ON "${this.name}" (${pathExpression(index.path)}${collation})`,
		);
	}

	/** @throws {DuplicateKeyError} */
	insert(document: T): T {
		this.statements.atomically(() => {
			this.convertingDuplicates(() =>
				this.statements.run(`INSERT INTO "${this.name}" (id, document) VALUES (?, ?)`, [
					document._id,
					encodeDocument(document),
				]),
			);
			this.indexElements(document);
		});
		return document;
	}

	findById(id: string): T | undefined {
		return this.select(`SELECT document FROM "${this.name}" WHERE id = ?`, [id])[0];
	}

	find(where: Where = {}, options: FindOptions = {}): T[] {
		const { sql, values } = this.where(where);
		const order = [
			...Object.entries(options.sort ?? {}).map(
				([path, direction]) => `${pathExpression(path)} ${direction === -1 ? 'DESC' : 'ASC'}`,
			),
			'number',
		];
		return this.select(
			`SELECT document FROM "${this.name}"${sql} ORDER BY ${order.join(', ')} LIMIT ? OFFSET ?`,
			// SQLite reads a negative limit as none; Rocket.Chat's callers write 0 for that.
			[
				...values,
				options.limit === undefined || options.limit === 0 ? -1 : options.limit,
				options.skip ?? 0,
			],
		);
	}

	findOne(where: Where): T | undefined {
		return this.find(where, { limit: 1 })[0];
	}

	count(where: Where = {}): number {
		const { sql, values } = this.where(where);
		return Number(
			this.statements.all(`SELECT count(*) AS n FROM "${this.name}"${sql}`, values)[0]?.n ?? 0,
		);
	}

	/**
	 * Sets top-level fields and removes others. A field whose value is `undefined` is not changed.
	 * @throws if there is no document with that id
	 */
	set(id: string, fields: Partial<T>, unset: readonly (keyof T)[] = []): T {
		return this.statements.atomically(() => {
			const document = this.findById(id);
			if (!document) {
				throw new Error(`No document ${id} in ${this.name}`);
			}
			const given = Object.entries(fields).filter(([, value]) => value !== undefined);
			const kept = Object.entries(document).filter(([key]) => !unset.some((name) => name === key));
			return this.replace(Object.fromEntries([...kept, ...given]) as T);
		});
	}

	/**
	 * Replaces the stored document that has the same id.
	 * @throws if there is none; {@link DuplicateKeyError}
	 */
	replace(document: T): T {
		this.statements.atomically(() => {
			const changes = this.convertingDuplicates(() =>
				this.statements.run(`UPDATE "${this.name}" SET document = ? WHERE id = ?`, [
					encodeDocument(document),
					document._id,
				]),
			);
			if (changes === 0) {
				throw new Error(`No document ${document._id} in ${this.name}`);
			}
			this.removeElements(document._id);
			this.indexElements(document);
		});
		return document;
	}

	/** @returns whether there was one */
	remove(id: string): boolean {
		return this.statements.atomically(() => {
			this.removeElements(id);
			return this.statements.run(`DELETE FROM "${this.name}" WHERE id = ?`, [id]) > 0;
		});
	}

	/** @returns how many were removed */
	removeWhere(where: Where): number {
		return this.statements.atomically(() => {
			const found = this.find(where);
			found.forEach((document) => this.remove(document._id));
			return found.length;
		});
	}

	/** SQLite's plan for a query, one line for each step. Tests read from it whether an index is used. */
	explain(where: Where): string[] {
		const { sql, values } = this.where(where);
		return this.statements
			.all(`EXPLAIN QUERY PLAN SELECT document FROM "${this.name}"${sql}`, values)
			.map((row) => String(row.detail));
	}

	private where(where: Where): Fragment {
		return whereClause(where, (path) => this.multikeys.get(path));
	}

	private select(sql: string, values: Fragment['values']): T[] {
		return this.statements.all(sql, values).map((row) => decodeDocument(String(row.document)) as T);
	}

	private convertingDuplicates<R>(write: () => R): R {
		try {
			return write();
		} catch (error) {
			if (error instanceof Error && error.message.includes('UNIQUE constraint failed')) {
				throw new DuplicateKeyError(this.name, error);
			}
			throw error;
		}
	}

	private ensureMultikey(path: string, table: string): void {
		this.statements.atomically(() => {
			const known =
				this.statements.all('SELECT 1 FROM sqlite_master WHERE name = ?', [table]).length > 0;
			this.multikeys.set(path, table);
			if (known) {
				return;
			}
			this.statements.run(
				`CREATE TABLE "${table}" (element TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (element, id)) WITHOUT ROWID`,
			);
			this.statements.run(`CREATE INDEX "${table}__id" ON "${table}" (id)`);
			this.find().forEach((document) => this.indexElements(document, new Map([[path, table]])));
		});
	}

	private indexElements(document: T, tables: ReadonlyMap<string, string> = this.multikeys): void {
		for (const [path, table] of tables) {
			const elements = new Set(arrayAt(document, path).map(elementKey));
			for (const element of elements) {
				this.statements.run(`INSERT INTO "${table}" (element, id) VALUES (?, ?)`, [
					element,
					document._id,
				]);
			}
		}
	}

	private removeElements(id: string): void {
		for (const table of this.multikeys.values()) {
			this.statements.run(`DELETE FROM "${table}" WHERE id = ?`, [id]);
		}
	}
}

function arrayAt(document: object, path: string): unknown[] {
	let value: unknown = document;
	for (const segment of path.split('.')) {
		if (typeof value !== 'object' || value === null) {
			return [];
		}
		value = (value as Record<string, unknown>)[segment];
	}
	return Array.isArray(value) ? value : [];
}
