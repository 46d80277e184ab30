import { statusReport } from '../admin/status';
import type { Subcommand } from './subcommand';

/** `/federation status` checks the connection and says what is wrong and how to fix it. */
export const status: Subcommand = {
	name: 'status',
	parameters: [],
	who: 'admins',
	help: 'help_status',
	async run(app, { reply, text }) {
		await reply(await statusReport(app, text));
	},
};
