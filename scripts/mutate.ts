import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { mutantsOf, type Mutant } from './mutants';

/**
 * Puts one small fault after the other into the sources, and runs the unit tests of the faulty file each time. A fault
 * that no test notices survives: a test is missing, or the fault changes nothing. The work tree stays as it is.
 *
 *     npm run mutate -- [--jobs 2] src/delivery src/store/schema.ts
 *     npm run mutate -- --mirror src/convert/roles.ts    # only with test/convert/roles.spec.ts
 */
const { values, positionals } = parseArgs({
	options: { jobs: { type: 'string', default: '2' }, mirror: { type: 'boolean', default: false } },
	allowPositionals: true,
});

const root = fileURLToPath(new URL('..', import.meta.url));
const workFolder = path.join(root, '.sandbox', `mutate-${process.pid}`);
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

/** Tests that start servers, build the package or compare documents say little about one file. */
const slowTests = /^test\/(?:sandbox|engine|end-to-end|scripts|docs)\//;
/** The share of generated inputs that properties get. */
const PROPERTY_SHARE = '0.02';
/** A fault may make tests run this many times as long before they count as endless. */
const PATIENCE = 5;
const LEAST_PATIENCE = 5_000;

type Outcome = 'killed' | 'timed out' | 'survived' | 'invalid';

/** Spec files that run together. */
interface Step {
	readonly specs: readonly string[];
	/** How many of their tests pass without a fault. */
	readonly passes: number;
	/** How long they may take, in milliseconds. */
	readonly limit: number;
}

interface Run {
	/** How many tests passed; undefined where mocha ended with a failure or came to no end. */
	readonly passes: number | undefined;
	readonly isLate: boolean;
	/** In milliseconds. */
	readonly took: number;
}

const sources = positionals.flatMap((place) => filesBelow(place, /(?<!\.d|\.spec)\.ts$/));
if (sources.length === 0) {
	throw new Error('say which folders or files of src to change, for example src/delivery');
}
mkdirSync(workFolder, { recursive: true });
try {
	const specsOf = values.mirror
		? mirrorOf
		: await importersOf(filesBelow('test', /\.spec\.ts$/).filter((spec) => !slowTests.test(spec)));
	const totals = new Map<string, Outcome[]>();
	for (const source of sources) {
		const outcomes = await mutate(source, specsOf(source));
		const folder = path.dirname(source);
		totals.set(folder, [...(totals.get(folder) ?? []), ...outcomes]);
	}
	for (const [folder, outcomes] of totals) {
		console.log(`${folder}: ${summary(outcomes)}`);
	}
	if (totals.size > 1) {
		console.log(`all: ${summary([...totals.values()].flat())}`);
	}
} finally {
	rmSync(workFolder, { recursive: true });
}

/** Tries every mutant of a file and tells of those that survive. */
async function mutate(source: string, groups: readonly (readonly string[])[]): Promise<readonly Outcome[]> {
	const name = source.replaceAll('/', '-');
	const steps: Step[] = [];
	for (const [index, specs] of groups.entries()) {
		const folder = path.join(workFolder, `${name}-usual-${index}`);
		await bundleSpecs(specs, folder);
		const { passes, took } = await runMocha(folder);
		if (passes === undefined) {
			throw new Error(`these tests fail without any fault: ${specs.join(' ')}`);
		}
		steps.push({ specs, passes, limit: Math.max(LEAST_PATIENCE, PATIENCE * took) });
	}
	const outcomes: Outcome[] = [];
	const waiting = mutantsOf(readFileSync(path.join(root, source), 'utf8')).entries();
	const work = async () => {
		for (const [index, mutant] of waiting) {
			const outcome = await outcomeOf(source, mutant, steps, path.join(workFolder, `${name}-${index}`));
			outcomes.push(outcome);
			if (outcome === 'survived') {
				console.log(described(source, mutant));
			}
		}
	};
	await Promise.all(Array.from({ length: Number(values.jobs) }, work));
	console.log(`${source}: ${summary(outcomes)}`);
	return outcomes;
}

async function outcomeOf(
	source: string,
	{ text }: Mutant,
	steps: readonly Step[],
	folder: string,
): Promise<Outcome> {
	for (const { specs, passes, limit } of steps) {
		try {
			await bundleSpecs(specs, folder, { file: path.join(root, source), text });
		} catch {
			return 'invalid';
		}
		const run = await runMocha(folder, limit);
		rmSync(folder, { recursive: true });
		if (run.isLate) {
			return 'timed out';
		}
		if (run.passes !== passes) {
			return 'killed';
		}
	}
	return 'survived';
}

/** Bundles each spec file with all that it imports from the project. @param change another text for a file */
async function bundleSpecs(
	specs: readonly string[],
	folder: string,
	change?: { readonly file: string; readonly text: string },
): Promise<Record<string, { readonly inputs: object; readonly entryPoint?: string }>> {
	const changed: Plugin = {
		name: 'changed file',
		setup(builder) {
			builder.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
				const text = file === change?.file ? change.text : readFileSync(file, 'utf8');
				// A bundle stands elsewhere; tests that read files of the project start from their own place.
				const contents = text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href));
				return { contents, loader: 'ts' };
			});
		},
	};
	const { metafile } = await build({
		entryPoints: [...specs],
		absWorkingDir: root,
		outdir: folder,
		outbase: root,
		outExtension: { '.js': '.cjs' },
		bundle: true,
		packages: 'external',
		format: 'cjs',
		platform: 'node',
		plugins: [changed],
		metafile: true,
		logLevel: 'silent',
	});
	return metafile.outputs;
}

/**
 * @returns what finds the spec files that import a source: those of its own folder, which find most faults, and the
 * others
 */
async function importersOf(
	specs: readonly string[],
): Promise<(source: string) => readonly (readonly string[])[]> {
	const folder = path.join(workFolder, 'all');
	const outputs = Object.values(await bundleSpecs(specs, folder));
	rmSync(folder, { recursive: true });
	return (source) => {
		const own = `${path.dirname(source).replace(/^src/, 'test')}/`;
		const importers = outputs
			.filter(({ inputs }) => source in inputs)
			.flatMap(({ entryPoint }) => entryPoint ?? []);
		return [
			importers.filter((spec) => spec.startsWith(own)),
			importers.filter((spec) => !spec.startsWith(own)),
		].filter((group) => group.length > 0);
	};
}

/** @returns the spec file that has the name of a source and its place in the test tree */
function mirrorOf(source: string): readonly (readonly string[])[] {
	const spec = source.replace(/^src/, 'test').replace(/\.ts$/, '.spec.ts');
	if (!existsSync(path.join(root, spec))) {
		throw new Error(`${source} has no tests of its own: there is no ${spec}`);
	}
	return [[spec]];
}

/** Runs bundled spec files until the first failure. @param limit milliseconds after which mocha is killed */
function runMocha(folder: string, limit?: number): Promise<Run> {
	const report = path.join(folder, 'report.json');
	const specs = filesBelow(folder, /\.cjs$/);
	const begun = Date.now();
	const child = spawn(
		process.execPath,
		[
			...[mocha, '--no-config', '--bail', '--exit', '--timeout', String(limit ?? 60_000)],
			...['--reporter', 'json', '--reporter-option', `output=${report}`, ...specs],
		],
		{ cwd: root, stdio: 'ignore', env: { ...process.env, FUZZ_TIMES: PROPERTY_SHARE } },
	);
	let isLate = false;
	const timer = limit === undefined ? undefined : setTimeout(() => (isLate = child.kill('SIGKILL')), limit);
	return new Promise((resolve) => {
		child.on('exit', (code) => {
			clearTimeout(timer);
			const took = Date.now() - begun;
			resolve({ passes: code === 0 ? passesIn(report) : undefined, isLate, took });
		});
	});
}

function passesIn(report: string): number {
	const { stats } = JSON.parse(readFileSync(report, 'utf8')) as { stats: { passes: number } };
	return stats.passes;
}

function described(source: string, { line, column, before, after }: Mutant): string {
	const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text).replace(/\s+/g, ' ');
	return `  survived: ${source}:${line}:${column}  ${short(before)}  →  ${short(after)}`;
}

/** "90 % (81 of 90 found, 2 of them by a time-out)"; what does not compile is not counted. */
function summary(outcomes: readonly Outcome[]): string {
	const count = (outcome: Outcome) => outcomes.filter((other) => other === outcome).length;
	const [late, survived] = [count('timed out'), count('survived')];
	const found = count('killed') + late;
	const share = found + survived === 0 ? 100 : (100 * found) / (found + survived);
	return `${share.toFixed(0)} % (${found} of ${found + survived} found, ${late} of them by a time-out)`;
}

/** @returns the files below a folder, or the file itself, by their paths below the project's folder */
function filesBelow(place: string, name: RegExp): readonly string[] {
	const folder = path.resolve(root, place);
	const found = statSync(folder).isFile()
		? [folder]
		: readdirSync(folder, { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => path.join(entry.parentPath, entry.name));
	return found.map((file) => path.relative(root, file)).filter((file) => name.test(file));
}
