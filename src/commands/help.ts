import { FederationError } from '../errors';
import { descriptionOf, usageOf, type Subcommand } from './subcommand';

/** `/federation help` lists the subcommands that this person may use, or explains one of them. */
export const help: Subcommand = {
	name: 'help',
	parameters: [{ name: '[command]', isOptional: true }],
	who: 'everybody',
	help: 'help_help',
	async run(app, { subcommands, parameters: [name], reply, text }) {
		const tier = await app.plan.tier();
		const shown = subcommands.filter((each) => name === undefined || each.name === name.toLowerCase());
		if (shown.length === 0) {
			throw new FederationError('command-unknown', { name: name?.slice(0, 40) ?? '' });
		}
		const lines = shown.map(
			(subcommand) => `• \`${usageOf(subcommand, tier)}\` ${descriptionOf(subcommand, tier, text)}`,
		);
		const title = name === undefined ? [text('help_title')] : [];
		await reply([...title, ...lines, text('help_words')].join('\n'));
	},
};
