import { withAppFolder } from './apps-cli/app-folder';
import { installAppsCli } from './apps-cli/installation';
import { runAppsCliAtTerminal } from './apps-cli/run';

/**
 * Submits the app to Rocket.Chat's marketplace with apps-cli, which packages it, fetches the categories, opens a
 * browser for the publisher's login and asks questions. Arguments and exit code are those of `rc-apps submit`.
 */
const modules = await installAppsCli(() => {
	console.log('Installing apps-cli; this takes about 20 seconds, once.');
});
process.exitCode = await withAppFolder(modules, (folder) =>
	runAppsCliAtTerminal(folder, ['submit', ...process.argv.slice(2)]),
);
