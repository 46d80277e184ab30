import type { Database as Sqlite, JSValue, SQLiteValue, Statement } from 'node-sqlite3-wasm';

/** The most prepared statements that are kept. Preparing a statement takes longer than running most of them. */
const statementsKept = 300;

/** The SQL side of the database: prepared statements and transactions that may be nested. */
export class Statements {
	private readonly prepared = new Map<string, Statement>();

	constructor(private readonly sqlite: Sqlite) {}

	/** @returns the number of rows changed */
	run(sql: string, values: JSValue[] = []): number {
		return this.runPrepared(sql, (statement) => statement.run(values).changes);
	}

	all(sql: string, values: JSValue[] = []): Record<string, SQLiteValue>[] {
		return this.runPrepared(sql, (statement) => statement.all(values) as Record<string, SQLiteValue>[]);
	}

	/** Runs the work in a transaction, or in the one that is already open: all of it is stored, or nothing. */
	atomically<R>(work: () => R): R {
		if (this.isInTransaction()) {
			return work();
		}
		this.run('BEGIN IMMEDIATE');
		try {
			const result = work();
			this.run('COMMIT');
			return result;
		} catch (error) {
			// SQLite itself rolls back on some errors (a full disk).
			if (this.isInTransaction()) {
				this.run('ROLLBACK');
			}
			throw error;
		}
	}

	private isInTransaction(): boolean {
		return this.sqlite.inTransaction;
	}

	/** Frees all prepared statements. The database cannot be closed before that. */
	finalize(): void {
		this.prepared.forEach((statement) => statement.finalize());
		this.prepared.clear();
	}

	/** Runs a statement, and discards it if it fails: SQLite cannot run it again. */
	private runPrepared<R>(sql: string, work: (statement: Statement) => R): R {
		const statement = this.prepare(sql);
		try {
			return work(statement);
		} catch (error) {
			this.prepared.delete(sql);
			// Freeing the statement reports the same failure again.
			try {
				statement.finalize();
			} catch {
				// `error` is thrown below.
			}
			throw error;
		}
	}

	private prepare(sql: string): Statement {
		let statement = this.prepared.get(sql);
		if (!statement) {
			if (this.prepared.size >= statementsKept) {
				this.finalize();
			}
			statement = this.sqlite.prepare(sql);
			this.prepared.set(sql, statement);
		}
		return statement;
	}
}
