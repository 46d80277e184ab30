import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles the benchmarks like the app and runs them. Without a bundle, tsx would add code to our closures, to keep
 * their names, and not to those of the libraries. Arguments and exit code are those of `bench/run.ts`.
 */
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
	const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
	process.exitCode = status ?? 1;
} finally {
	rmSync(folder, { recursive: true });
}
