import { createRequire } from 'node:module';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The folder of the project. */
export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** Generated files. They may be deleted at any time; git ignores them. */
export const sandboxFolder = join(projectRoot, '.sandbox');

/** Folder of the installed @rocket.chat/apps-engine. */
export const enginePackage = dirname(require.resolve('@rocket.chat/apps-engine/package.json'));

/** Version in a package's package.json. */
export function packageVersion(folder: string): string {
	const { version } = require(join(folder, 'package.json')) as { version: string };
	return version;
}

/**
 * Finds the Deno program. npm's install scripts are off, so that the package `deno` downloads nothing: the program is
 * in the package of the platform.
 * @throws if npm has not installed one for this platform
 */
export function denoProgram(): { file: string; version: string } {
	const scope = join(dirname(dirname(require.resolve('deno/package.json'))), '@deno');
	for (const name of existsSync(scope) ? readdirSync(scope) : []) {
		const file = join(scope, name, 'deno');
		if (existsSync(file)) {
			return { file, version: packageVersion(join(scope, name)) };
		}
	}
	throw new Error(
		`No Deno program in ${scope}. Optional dependencies must be installed: run "npm ci" without --omit=optional.`,
	);
}
