import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { Collection, type Index } from './collection';
import { holdFile, type FileHold } from './file-hold';
import { Statements } from './statements';

export type { Index } from './collection';
export { DuplicateKeyError } from './collection';

/** Milliseconds that a process waits for another one's transaction. */
const busyTimeout = 20_000;

/**
 * The workspace's database: collections of JSON documents in one SQLite file, where Rocket.Chat has MongoDB.
 * SQLite runs as WebAssembly, so that nothing is compiled or downloaded at installation.
 */
export class Database {
	private readonly statements: Statements;
	private readonly collections = new Map<string, Collection<{ _id: string }>>();

	private constructor(
		private readonly handle: sqlite.Database,
		private readonly hold: FileHold | undefined,
	) {
		this.statements = new Statements(handle);
	}

	/**
	 * @param file - path of the database file, made if missing, or `:memory:`
	 * @param shared - other processes may have it open too; slower. A process that is killed may leave the directory
	 * `<file>.lock` behind, which has to be removed then
	 * @throws if another living process has it open and it is not shared
	 */
	static open(file: string, { shared = false }: { shared?: boolean } = {}): Database {
		if (file === ':memory:') {
			return new Database(new sqlite.Database(), undefined);
		}
		mkdirSync(dirname(file), { recursive: true });
		if (shared) {
			const handle = new sqlite.Database(file);
			handle.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
			// A write-ahead log needs memory that processes share, which this build does not have.
			handle.exec('PRAGMA journal_mode = TRUNCATE');
			handle.exec('PRAGMA synchronous = OFF');
			return new Database(handle, undefined);
		}
		const hold = holdFile(file);
		const handle = new sqlite.Database(file);
		// There is one connection, so the lock is taken once. A crash of the process loses nothing, one of the machine
		// may.
		handle.exec('PRAGMA locking_mode = EXCLUSIVE');
		handle.exec('PRAGMA journal_mode = WAL');
		handle.exec('PRAGMA synchronous = OFF');
		return new Database(handle, hold);
	}

	/** The collection of that name, made if missing, with these indexes and those of other callers. */
	collection<T extends { _id: string }>(name: string, indexes: readonly Index[] = []): Collection<T> {
		let collection = this.collections.get(name);
		if (!collection) {
			collection = new Collection<{ _id: string }>(this.statements, name);
			this.collections.set(name, collection);
		}
		for (const index of indexes) {
			collection.ensureIndex(index);
		}
		return collection as unknown as Collection<T>;
	}

	/** Runs synchronous work so that all of it is stored, or nothing. */
	transaction<R>(work: () => R): R {
		return this.statements.atomically(work);
	}

	close(): void {
		if (!this.handle.isOpen) {
			return;
		}
		this.statements.finalize();
		this.handle.close();
		this.hold?.release();
	}
}
