import type { Subcommand } from '../../../src/commands/subcommand';
import { subcommands } from '../../../src/commands/subcommands';
import { allFeatures } from '../../../src/plan/features';

/**
 * The app with one more subcommand for each feature of the plan table, so that every check of a feature can be tried on
 * the real engine, also of features that have no command of their own.
 */
export { FederationApp } from '../../../FederationApp';

(subcommands as Subcommand[]).push(
	...allFeatures.map((feature): Subcommand => ({
		name: `try_${feature}`,
		parameters: [],
		who: 'users',
		feature,
		help: 'help_help',
		run: (_bridge, { reply }) => reply('allowed'),
	})),
);
