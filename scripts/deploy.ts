import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { withAppFolder } from './apps-cli/app-folder';
import { deployUsage, readDeployOptions, type DeployOptions } from './apps-cli/deploy-options';
import { installAppsCli } from './apps-cli/installation';
import { runAppsCli } from './apps-cli/run';

/**
 * Packages the app in its folder with apps-cli and uploads it to a workspace.
 * @param folder as `withAppFolder` gives it; the zip is in its `dist` afterwards
 * @param print is given every line for the person who deploys; no secret is in it
 * @returns whether the workspace accepted the app
 */
export async function deploy(
	folder: string,
	{ login, secrets, update }: DeployOptions,
	print: (line: string) => void,
): Promise<boolean> {
	// apps-cli gets the login by a file: other users of the machine can read the arguments of a process. The file is
	// also the only way for a token, since apps-cli 1.9.0 declares the option --userid and reads userId.
	await writeFile(path.join(folder, '.rcappsconfig'), JSON.stringify(login), { mode: 0o600 });
	const { exitCode, remedy } = await runAppsCli(
		folder,
		['deploy', ...(update ? ['--update'] : [])],
		secrets,
		print,
	);
	if (exitCode !== 0 && remedy !== undefined) {
		print(remedy);
	}
	return exitCode === 0;
}

async function main(): Promise<void> {
	const print = (line: string) => {
		console.log(line);
	};
	let options: DeployOptions | 'help';
	try {
		options = readDeployOptions(process.argv.slice(2), process.env);
	} catch (error) {
		console.error(`${(error as Error).message}\nnpm run deploy -- --help lists the options.`);
		process.exitCode = 2;
		return;
	}
	if (options === 'help') {
		print(deployUsage);
		return;
	}
	const { login } = options;
	const modules = await installAppsCli(() => {
		print('Installing apps-cli; this takes about 20 seconds, once.');
	});
	const isDeployed = await withAppFolder(modules, (folder) => deploy(folder, options, print));
	if (isDeployed) {
		print(`Installed at ${login.url}. Administration > Apps shows whether it is enabled.`);
	}
	process.exitCode = isDeployed ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	await main().catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	});
}
