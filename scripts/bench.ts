import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Without arguments runs all benchmarks but that of files. `corpora` runs `bench/corpora/run.ts`, and `way` and `files` run
 * `bench/way/run.ts` and `bench/files/run.ts` with the other arguments; any other arguments are those of `bench/run.ts`.
 */
const [first, ...rest] = process.argv.slice(2);
/** The benchmarks that need no bundle. */
const others = ['corpora', 'way', 'files'] as const;
const other = others.find((name) => name === first);
process.exitCode = other
	? runOther(other, rest)
	: (first === undefined ? runOther('corpora') : 0) ||
		(await runConverters(process.argv.slice(2))) ||
		(first === undefined ? runOther('way') : 0);

/** @returns the exit code */
function runOther(name: (typeof others)[number], given: readonly string[] = []): number {
	const program = fileURLToPath(new URL(`../bench/${name}/run.ts`, import.meta.url));
	return run(['--import', 'tsx', program, ...given]);
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
