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
 * Bundles the app into one CommonJS file.
 * The engine hides `globalThis` from the code of apps, so the bundle defines a name of its own for it. The http-api of
 * matrix-js-sdk imports `unhomoglyph` through shared helpers and never calls it; a stub saves 118 kB.
 * The list of MIME types names one that looks like a member `usernames`, for which the engine would rewrite the whole file.
 * image-size makes a `TextDecoder` as soon as it is loaded, and apps-cli loads the app, without using it, where there is none.
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
		alias: { unhomoglyph: fileURLToPath(new URL('unhomoglyph-stub.ts', import.meta.url)) },
		define: { globalThis: '__global', global: '__global', TextDecoder: '__TextDecoder' },
		banner: {
			js: [
				'var __global = new Function("return this")();',
				'var __TextDecoder = typeof TextDecoder === "undefined" ? function () {} : TextDecoder;',
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
