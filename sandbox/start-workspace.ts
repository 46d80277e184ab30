import { shownVariables } from './given-workspace';
import { readOptions, usage } from './options';
import { ADMIN, runWorkspace, WORKSPACE_FOLDER } from './run-workspace';
import { SandboxState } from './state';
import { licenseFor } from './workspace/licensing/plans';

/**
 * `npm run workspace`: starts only the sandbox's workspace, without app, people and homeserver, and prints the
 * environment variables that point `npm start` and the end-to-end tests at it. Takes the options of `npm start` that
 * concern the workspace: --workspace-port, --state, --plan, --server, --runtime.
 */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		console.log(usage);
		return;
	}
	const state = await SandboxState.open(options.stateFolder);
	const workspace = await runWorkspace({
		...options,
		state,
		progress: console.log,
		onStarted: (stop) => {
			for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
				process.once(name, () => void Promise.resolve(stop()).then(() => process.exit(0)));
			}
		},
	});
	if (options.plan) {
		const license =
			options.plan === 'community' ? '' : licenseFor(options.plan, state.path(WORKSPACE_FOLDER));
		workspace.server.settings.set('Enterprise_License', license);
	}
	console.log('To point npm start or npm run test:workspace at it, set:');
	console.log(shownVariables({ url: workspace.url, username: ADMIN, password: state.passwordOf(ADMIN) }));
}

main().catch((error: unknown) => {
	console.log(
		`The workspace could not be started: ${error instanceof Error ? error.message : String(error)}`,
	);
	process.exit(1);
});
