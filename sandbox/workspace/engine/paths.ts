import { createRequire } from 'node:module';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The folder of the project. */
export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** What the sandbox makes and may be deleted at any time. Git ignores it. */
export const sandboxFolder = join(projectRoot, '.sandbox');

/** Folder of the installed @rocket.chat/apps-engine. */
export const enginePackage = dirname(require.resolve('@rocket.chat/apps-engine/package.json'));

/** Version in a package's package.json. */
export function packageVersion(folder: string): string {
	const { version } = require(join(folder, 'package.json')) as { version: string };
	return version;
}

/**
 * The Deno program. The npm package `deno` fetches nothing itself: the program lies in the package of the platform.
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
