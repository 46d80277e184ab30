/** Whose limit a file has to keep to. */
type LimitOwner = 'setting' | 'workspace' | 'homeserver' | 'engine';

/** The limits of files, in bytes. A limit that does not exist, or is not known, is undefined. */
export type FileLimits = Readonly<Partial<Record<LimitOwner, number | undefined>>>;

/** The limit that counts. */
export interface FileLimit {
	readonly bytes: number;
	readonly owner: LimitOwner;
}

/**
 * The most bytes of a file that the Apps-Engine takes from the app within the 30 s that it grants a call. On a machine that is busy
 * with other work 25 MB took up to 23 s, and with 49 MB no call of the app was answered for two minutes: the time grows with the
 * square of the size, and the engine does nothing else meanwhile.
 */
export const ENGINE_FILE_LIMIT = 26_214_400;

/**
 * The most bytes of a file that is fetched past the engine, with the workspace token. It took about as long as a copy by hand; the
 * app's process holds the whole file meanwhile.
 */
export const FETCHED_FILE_LIMIT = 52_428_800;

/**
 * Finds the limit that counts, which is the smallest.
 * @param limits those of the administrator's setting, where 0 means none, of Rocket.Chat, and of the homeserver
 * @param engine that of the way which the file takes through the app
 * @returns of equal limits the one that can be changed most easily
 */
export function fileLimitOf(limits: Omit<FileLimits, 'engine'>, engine = ENGINE_FILE_LIMIT): FileLimit {
	const { setting, workspace, homeserver } = limits;
	const all: [LimitOwner, number | undefined][] = [
		['setting', setting === 0 ? undefined : setting],
		['workspace', workspace],
		['homeserver', homeserver],
		['engine', engine],
	];
	return all
		.flatMap(([owner, bytes]) => (bytes === undefined ? [] : [{ owner, bytes }]))
		.reduce((smallest, limit) => (limit.bytes < smallest.bytes ? limit : smallest));
}

/** The units of sizes; each is 1024 times the one before. */
const units = ['B', 'kB', 'MB', 'GB'] as const;

/** @returns a size for people, such as `2.4 MB`; Rocket.Chat counts 1024 bytes as a kilobyte, too */
export function readableSize(bytes: number): string {
	const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
	const size = bytes / 1024 ** power;
	return `${size.toFixed(1).replace(/\.0$/, '')} ${units[power] ?? ''}`;
}
