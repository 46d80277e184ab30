import { rmSync } from 'node:fs';
import { cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appEntry, readAppJson, root } from '../app-json';
import { bundle } from '../bundle';
import { derive } from '../derive';

/** apps-cli compiles to this version of JavaScript, so it does not change a bundle that is written in it. */
const APPS_CLI_TARGET = 'es2017';

/**
 * Writes the app in the form that apps-cli needs: a folder with one TypeScript file, app.json, a package file, the icon
 * and the texts. apps-cli cannot bundle, so the TypeScript file contains the finished bundle. apps-cli reads `implements`
 * from the syntax of the exported class, so that class extends the bundled one and names the interfaces again; see
 * docs/decisions/0002-packaging.md.
 * @param modules `node_modules` with apps-cli
 * @param work gets the path of the folder, which only this user can read. It is removed afterwards, also when somebody
 * presses Ctrl+C: it may hold a login
 */
export async function withAppFolder<Result>(
	modules: string,
	work: (folder: string) => Promise<Result>,
): Promise<Result> {
	// Not in the repository: apps-cli ignores each file whose path contains `.git` or `node_modules`.
	const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'federation-apps-cli-')));
	const stop = () => {
		rmSync(folder, { recursive: true, force: true });
		process.exit(130);
	};
	process.once('SIGINT', stop).once('SIGTERM', stop);
	try {
		await writeAppFolder(folder, modules);
		return await work(folder);
	} finally {
		await rm(folder, { recursive: true });
		process.off('SIGINT', stop).off('SIGTERM', stop);
	}
}

async function writeAppFolder(folder: string, modules: string): Promise<void> {
	const appJson = await readAppJson();
	const { implements: interfaces, permissions } = derive(appEntry, root);
	const className = path.parse(appJson.classFile).name;
	const classFile = `${className}.ts`;
	const code = (await bundle(appEntry, APPS_CLI_TARGET)).toString();
	const files = {
		[classFile]: classFileSource(className, interfaces, code),
		'app.json': JSON.stringify({ ...appJson, classFile, permissions }),
		// apps-cli writes this version into `requiredApiVersion`.
		'package.json': JSON.stringify({
			devDependencies: { '@rocket.chat/apps-engine': appJson.requiredApiVersion },
		}),
	};
	for (const [name, text] of Object.entries(files)) {
		await writeFile(path.join(folder, name), text);
	}
	await cp(path.join(root, appJson.iconFile), path.join(folder, appJson.iconFile));
	await cp(path.join(root, 'i18n'), path.join(folder, 'i18n'), { recursive: true });
	await symlink(modules, path.join(folder, 'node_modules'), 'dir');
}

/** The interfaces are not imported: without a check of types none is needed, and the compiler is faster. */
function classFileSource(className: string, interfaces: readonly string[], code: string): string {
	return `// @ts-nocheck
const bundled = { exports: {} };
(function (module, exports) {
${code}
})(bundled, bundled.exports);
export class ${className} extends bundled.exports.${className} implements ${interfaces.join(', ')} {}
`;
}
