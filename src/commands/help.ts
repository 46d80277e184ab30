import type { Subcommand } from './subcommand';

/** `/federation help` lists what this person may do. */
export const help: Subcommand = {
	name: 'help',
	parameters: '',
	help: 'help_help',
	forAdmins: false,
	async run(_bridge, { user, subcommands, reply, text }) {
		const lines = subcommands
			.filter(({ forAdmins }) => !forAdmins || user.roles.includes('admin'))
			.map(
				({ name, parameters, help: key }) =>
					`• \`${`/federation ${name} ${parameters}`.trim()}\` ${text(key)}`,
			);
		await reply([text('help_title'), ...lines].join('\n'));
	},
};
