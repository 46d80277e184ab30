import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What the engine lets app code require; everything else has to be in the bundle. */
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

/**
 * Bundles the app into one CommonJS file.
 * The engine hides `globalThis` from app code, so the bundle brings a name of its own for it. matrix-js-sdk's
 * http-api imports a module for look-alike characters through its shared helpers and never calls it: a stub
 * keeps 118 kB out.
 * @param entry path of the file with the App class
 * @param target the version of JavaScript it is written in
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
		define: { globalThis: '__global', global: '__global' },
		banner: { js: 'var __global = new Function("return this")();' },
		legalComments: 'none',
		minify: true,
		logLevel: 'warning',
	});
	const [file] = outputFiles;
	if (!file) {
		throw new Error('the bundler gave no file');
	}
	return Buffer.from(file.contents);
}
