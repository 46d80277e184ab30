import { execFile } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { denoProgram, enginePackage, packageVersion, projectRoot, sandboxFolder } from './paths';
import { runtimeShims } from './runtime-shims';

const run = promisify(execFile);

/** Time limit in milliseconds for filling Deno's cache, including downloads from the npm registry. */
const cacheTimeout = 180_000;

/** Deno's cache. The engine passes it to the subprocess as DENO_DIR. */
const denoCache = join(sandboxFolder, 'deno');

/**
 * Makes the engine's Deno runtime runnable from an npm installation, once per version, and puts it on this process's
 * PATH. The engine starts `deno` by name with its own configuration. That configuration names modules that are not in
 * an npm installation, and a script below node_modules, which Deno 2 refuses. node_modules stays unchanged: the `deno`
 * on the PATH is a small script of ours, which runs the real Deno on a copy of the runtime with a corrected import map.
 *
 * @throws with the command that failed and what to do
 */
export async function prepareDenoRuntime(progress: (line: string) => void = () => undefined): Promise<void> {
	const deno = denoProgram();
	const folder = join(sandboxFolder, 'engine', `${packageVersion(enginePackage)}-deno-${deno.version}`);
	const program = programText(deno.file, join(folder, 'deno-runtime'));
	const wanted = JSON.stringify({ projectRoot, program, shims: runtimeShims });
	if (!isPrepared(folder, wanted)) {
		progress(`Preparing the Apps-Engine's Deno ${deno.version} runtime (once) ...`);
		await build(folder, { deno: deno.file, program, marker: wanted });
	}
	process.env.DENO_DIR = denoCache;
	const programs = join(folder, 'bin');
	if (!process.env.PATH?.split(delimiter).includes(programs)) {
		process.env.PATH = [programs, process.env.PATH].join(delimiter);
	}
}

function isPrepared(folder: string, wanted: string): boolean {
	const marker = join(folder, 'prepared.json');
	return existsSync(marker) && readFileSync(marker, 'utf8') === wanted;
}

async function build(
	folder: string,
	{ deno, program, marker }: { deno: string; program: string; marker: string },
): Promise<void> {
	// Built in a folder of its own and then renamed, so that a second process never sees an incomplete runtime.
	const draft = `${folder}.${process.pid}`;
	rmSync(draft, { recursive: true, force: true });
	const runtime = join(draft, 'deno-runtime');
	cpSync(join(enginePackage, 'deno-runtime'), runtime, {
		recursive: true,
		filter: (source) => !source.endsWith('/tests') && !source.endsWith('/deno.lock'),
	});
	writeShims(runtime);
	writeConfiguration(runtime);
	try {
		await fillCache(deno, runtime);
		writeProgram(join(draft, 'bin', 'deno'), program);
		writeFileSync(join(draft, 'prepared.json'), marker);
		rmSync(folder, { recursive: true, force: true });
		renameSync(draft, folder);
	} catch (error) {
		if (!isPrepared(folder, marker)) {
			throw error;
		}
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
}

function writeShims(runtime: string): void {
	mkdirSync(join(runtime, 'shims'));
	for (const { file, text } of Object.values(runtimeShims)) {
		writeFileSync(join(runtime, 'shims', file), text);
	}
}

function writeConfiguration(runtime: string): void {
	const file = join(runtime, 'deno.jsonc');
	const original = JSON.parse(readFileSync(file, 'utf8').replace(/^\s*\/\/.*$/gm, '')) as {
		imports: Record<string, string>;
	};
	const imports = Object.fromEntries(
		Object.entries(original.imports).filter(([, target]) => !target.startsWith('jsr:')),
	);
	// The runtime replaces `apps-engine/src/` in a resolved address by `apps-engine/`: npm's package is compiled.
	imports['@rocket.chat/apps-engine/'] = `${pathToFileURL(join(enginePackage, 'src')).href}/`;
	for (const [specifier, shim] of Object.entries(runtimeShims)) {
		imports[specifier] = `./shims/${shim.file}`;
	}
	writeFileSync(
		file,
		JSON.stringify({ ...original, imports, lock: false, nodeModulesDir: 'none' }, null, '\t'),
	);
}

async function fillCache(deno: string, runtime: string): Promise<void> {
	const args = ['cache', `--config=${join(runtime, 'deno.jsonc')}`, join(runtime, 'main.ts')];
	try {
		await run(deno, args, {
			timeout: cacheTimeout,
			// A local authority that re-signs TLS is known to the system, and not in Deno's own list.
			env: { ...process.env, DENO_DIR: denoCache, DENO_TLS_CA_STORE: 'mozilla,system', NO_COLOR: '1' },
		});
	} catch (error) {
		const output =
			error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
		throw new Error(
			[
				`The Apps-Engine's Deno runtime could not be prepared. Tried: ${deno} ${args.join(' ')}`,
				output,
				'It fetches eight small packages from the npm registry, once. Check that the registry of your npm',
				`configuration can be reached, then start again. To begin anew, delete ${sandboxFolder}.`,
			].join('\n'),
			{ cause: error },
		);
	}
}

function writeProgram(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
	chmodSync(file, 0o755);
}

function programText(deno: string, runtime: string): string {
	return `#!/bin/sh
# Runs Deno on the prepared copy of the engine's runtime in the place of the one in node_modules.
for argument in "$@"; do
	shift
	case "$argument" in
		--config=*) argument='--config=${join(runtime, 'deno.jsonc')}' ;;
		*/deno-runtime/main.ts) argument='${join(runtime, 'main.ts')}' ;;
	esac
	set -- "$@" "$argument"
done
# Ctrl-C reaches every process of the terminal; the workspace ends this one when it stops.
trap '' INT
exec '${deno}' "$@"
`;
}
