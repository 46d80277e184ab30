import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Without arguments runs all benchmarks. `corpora` runs `bench/corpora/run.ts`; `way`, `rooms` and `files` run `bench/way/run.ts`,
 * `bench/rooms.ts` and `bench/files/run.ts` with the other arguments; any other arguments are those of `bench/run.ts`.
 */
const [first, ...rest] = process.argv.slice(2);
const named = ['way', 'rooms', 'files', 'corpora'];
const isWanted = (name: string) => first === undefined || first === name;
const corpora = isWanted('corpora') ? runScript('corpora/run') : 0;
const converters = named.includes(first ?? '') ? 0 : await runConverters(process.argv.slice(2));
const way = isWanted('way') ? runScript('way/run', rest) : 0;
const rooms = isWanted('rooms') ? runScript('rooms', rest) : 0;
const files = isWanted('files') ? runScript('files/run', rest) : 0;
process.exitCode = corpora || converters || way || rooms || files;

/**
 * @param name of a script in `bench`
 * @returns the exit code
 */
function runScript(name: string, given: readonly string[] = []): number {
	return run(['--import', 'tsx', fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url)), ...given]);
}

/** @returns the exit code */
function run(given: readonly string[]): number {
	return spawnSync(process.execPath, given, { stdio: 'inherit' }).status ?? 1;
}

/**
 * Bundles the benchmarks of the converters like the app and runs them. Without a bundle, tsx would add code to our
 * closures, to keep their names, and not to those of the libraries.
 * @returns the exit code
 */
async function runConverters(given: readonly string[]): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-'));
	const outfile = join(folder, 'bench.cjs');
	try {
		await build({
			entryPoints: [fileURLToPath(new URL('../bench/run.ts', import.meta.url))],
			bundle: true,
			outfile,
			format: 'cjs',
			platform: 'node',
			// As in scripts/bundle.ts
			target: 'es2022',
			minify: true,
			logLevel: 'warning',
		});
		return run([outfile, ...given]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
