import { descriptionOf, usageOf, type Subcommand } from './subcommand';

/** `/federation help` lists the subcommands that this person may use. */
export const help: Subcommand = {
	name: 'help',
	parameters: [],
	who: 'everybody',
	help: 'help_help',
	async run(app, { subcommands, reply, text }) {
		const tier = await app.plan.tier();
		const lines = subcommands.map(
			(subcommand) => `• \`${usageOf(subcommand, tier)}\` ${descriptionOf(subcommand, tier, text)}`,
		);
		await reply([text('help_title'), ...lines, text('help_words')].join('\n'));
	},
};
