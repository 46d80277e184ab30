import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** The modules that the engine lets an app require. Everything else has to be in the bundle. */
const platformModules = [
	...[
		'path',
		'url',
		'crypto',
		'buffer',
		'stream',
		'net',
		'http',
		'https',
		'zlib',
		'util',
		'os',
		'querystring',
	],
	'@rocket.chat/apps-engine/*',
];

/** What `mime-db` says of a MIME type. */
export interface MimeEntry {
	readonly source?: string;
	readonly extensions?: readonly string[];
}

/** @returns the types that have an ending, and what decides between two of the same ending: all that the app asks `mime-types` for */
export function withEndings(types: Readonly<Record<string, MimeEntry>>): Record<string, MimeEntry> {
	return Object.fromEntries(
		Object.entries(types).flatMap(([type, { source, extensions }]) =>
			extensions ? [[type, { ...(source && { source }), extensions }]] : [],
		),
	);
}

/** Three of five types in the list have no ending. With the fields that nobody reads they are 12 kB of the zip. */
const mimeTypesWithEndings: Plugin = {
	name: 'MIME types with endings',
	setup(bundling) {
		bundling.onLoad({ filter: /mime-db[/\\]db\.json$/ }, async ({ path }) => {
			const types = JSON.parse(await readFile(path, 'utf8')) as Record<string, MimeEntry>;
			return { contents: JSON.stringify(withEndings(types)), loader: 'json' };
		});
	},
};

/**
 * Classes of which image-size and music-metadata make one as soon as they are loaded. apps-cli loads the app, without using it,
 * where there are none.
 */
const madeAtLoading = ['TextDecoder', 'TextEncoder'] as const;

/** @returns path of the file that stands for a package in the bundle */
const stub = (name: string) => fileURLToPath(new URL(`${name}-stub.ts`, import.meta.url));

/**
 * Bundles the app into one CommonJS file.
 * The engine hides `globalThis` from the code of apps, so the bundle defines a name of its own for it. The http-api of
 * matrix-js-sdk imports `unhomoglyph` through shared helpers and never calls it; a stub saves 118 kB. music-metadata writes what it
 * reads with `debug`, which asks for the environment as soon as it is loaded; Deno refuses that to apps.
 * The list of MIME types names one that looks like a member `usernames`, for which the engine would rewrite the whole file.
 * @param entry path of the file with the App class
 * @param target the version of JavaScript that the bundle is written in
 * @returns the code of the bundle
 */
export async function bundle(entry: string, target = 'es2022'): Promise<Buffer> {
	const { outputFiles } = await build({
		entryPoints: [entry],
		bundle: true,
		write: false,
		format: 'cjs',
		platform: 'browser',
		mainFields: ['browser', 'module', 'main'],
		target,
		external: platformModules,
		alias: { unhomoglyph: stub('unhomoglyph'), debug: stub('debug') },
		define: {
			...{ globalThis: '__global', global: '__global' },
			...Object.fromEntries(
				madeAtLoading.flatMap((name) =>
					[name, `globalThis.${name}`].map((used) => [used, `__${name}`]),
				),
			),
		},
		banner: {
			js: [
				'var __global = new Function("return this")();',
				...madeAtLoading.map(
					(name) => `var __${name} = typeof ${name} === "undefined" ? function () {} : ${name};`,
				),
			].join(''),
		},
		legalComments: 'none',
		minify: true,
		plugins: [mimeTypesWithEndings],
		logLevel: 'warning',
	});
	const [file] = outputFiles;
	if (!file) {
		throw new Error('esbuild returned no file');
	}
	return Buffer.from(
		file.text.replaceAll('spreadsheetml.usernames', String.raw`spreadsheetml\x2eusernames`),
	);
}
