import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Exclusive use of a database file, until it is released. */
export interface FileHold {
	release(): void;
}

/**
 * Ensures that only one process uses a database file. In this WebAssembly build SQLite's own lock is a directory, which
 * stays behind when the process is killed. The file with the owner's process id tells whether the lock is stale.
 * @throws if a living process holds the file
 */
export function holdFile(file: string): FileHold {
	const ownerFile = `${file}.pid`;
	const owner = readOwner(ownerFile);
	if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
		throw new Error(`${file} is in use by process ${owner}. Stop it first, or use another directory.`);
	}
	if (owner !== process.pid) {
		rmSync(`${file}.lock`, { recursive: true, force: true });
	}
	writeFileSync(ownerFile, String(process.pid));
	return { release: () => rmSync(ownerFile, { force: true }) };
}

function readOwner(ownerFile: string): number | undefined {
	try {
		const owner = Number(readFileSync(ownerFile, 'utf8'));
		return Number.isInteger(owner) && owner > 0 ? owner : undefined;
	} catch {
		return undefined;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// The process exists but belongs to somebody else.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
