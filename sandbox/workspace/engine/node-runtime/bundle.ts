import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build as esbuild, type Plugin } from 'esbuild';
import { enginePackage, packageVersion, projectRoot, sandboxFolder } from '../paths';
import { runtimeShims } from '../runtime-shims';
import { runtimeDifferences } from './differences';

const standIn = fileURLToPath(new URL('deno-stand-in.ts', import.meta.url));
const engineRuntime = join(enginePackage, 'deno-runtime');

/**
 * Bundles the runtime that the engine ships for Deno into one file that Node runs, with the differences of the newer
 * Node runtime. It is made again when the engine, the differences or the stand-ins change.
 * @returns path of the file
 * @throws if a file of the runtime is not what a difference expects
 */
export async function nodeRuntimeFile(): Promise<string> {
	const folder = join(sandboxFolder, 'engine', `${packageVersion(enginePackage)}-node`);
	const file = join(folder, `runtime-${fingerprint()}.cjs`);
	if (!existsSync(file)) {
		// Renamed when it is complete, so that a second process never reads half a file.
		const draft = `${file}.${process.pid}`;
		await mkdir(folder, { recursive: true });
		try {
			await writeFile(draft, await bundled());
			await rename(draft, file);
		} finally {
			await rm(draft, { force: true });
		}
	}
	return file;
}

/** A hash of what the bundle is made of beyond the engine's own files, whose version is in the folder's name. */
function fingerprint(): string {
	const hash = createHash('sha256').update(projectRoot).update(readFileSync(standIn));
	for (const module of ['bundle.ts', 'differences.ts']) {
		hash.update(readFileSync(new URL(module, import.meta.url)));
	}
	return hash.update(JSON.stringify(runtimeShims)).digest('hex').slice(0, 12);
}

async function bundled(): Promise<string> {
	const result = await esbuild({
		entryPoints: [join(engineRuntime, 'main.ts')],
		bundle: true,
		write: false,
		format: 'cjs',
		platform: 'node',
		target: 'node22',
		inject: [standIn],
		define: { APPS_ENGINE_PACKAGE: JSON.stringify(join(enginePackage, 'package.json')) },
		plugins: [shims, differences],
	});
	const [file] = result.outputFiles;
	if (!file) {
		throw new Error('esbuild made no file of the runtime');
	}
	return file.text;
}

/** Loads a small module of ours where the runtime imports from a place that is not in an npm installation. */
const shims: Plugin = {
	name: 'shims',
	setup: (build) => {
		build.onResolve({ filter: /^@(std|rocket\.chat)\// }, ({ path, kind }) =>
			kind === 'import-statement' && runtimeShims[path] ? { path, namespace: 'shim' } : undefined,
		);
		build.onLoad({ filter: /.*/, namespace: 'shim' }, ({ path }) => ({
			contents: runtimeShims[path]?.text ?? '',
			loader: 'ts',
		}));
	},
};

const differences: Plugin = {
	name: 'differences',
	setup: (build) => {
		build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
			const file = relative(engineRuntime, path);
			const changes = runtimeDifferences.filter((difference) => difference.file === file);
			if (changes.length === 0) {
				return undefined;
			}
			const contents = changes.reduce((text, { change }) => change(text), readFileSync(path, 'utf8'));
			return { contents, loader: 'ts', resolveDir: dirname(path) };
		});
	},
};
