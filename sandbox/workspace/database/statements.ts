import type { Database as Sqlite, JSValue, SQLiteValue, Statement } from 'node-sqlite3-wasm';

/** Statements are prepared once: preparing costs more than most of them take to run. */
const statementsKept = 300;

/** The SQL side of the database: prepared statements and transactions that may be nested. */
export class Statements {
	private readonly prepared = new Map<string, Statement>();

	constructor(private readonly sqlite: Sqlite) {}

	/** @returns the number of rows changed */
	run(sql: string, values: JSValue[] = []): number {
		return this.guarded(sql, (statement) => statement.run(values).changes);
	}

	all(sql: string, values: JSValue[] = []): Record<string, SQLiteValue>[] {
		return this.guarded(sql, (statement) => statement.all(values) as Record<string, SQLiteValue>[]);
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

	/** Lets go of every prepared statement; the database cannot be closed while one is left. */
	finalize(): void {
		this.prepared.forEach((statement) => statement.finalize());
		this.prepared.clear();
	}

	/** A statement that failed cannot be run again: it is prepared anew the next time. */
	private guarded<R>(sql: string, work: (statement: Statement) => R): R {
		const statement = this.prepare(sql);
		try {
			return work(statement);
		} catch (error) {
			this.prepared.delete(sql);
			// SQLite keeps the failure in the statement and reports it once more when letting go of it.
			try {
				statement.finalize();
			} catch {
				// Already told by `error`.
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
