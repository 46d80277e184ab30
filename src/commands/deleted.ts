import { deletedReport } from '../admin/deleted-report';
import type { Subcommand } from './subcommand';

/** `/federation deleted` lists the people who were deleted here, and what became of them on Matrix. */
export const deleted: Subcommand = {
	name: 'deleted',
	parameters: [],
	who: 'admins',
	help: 'help_deleted',
	async run(app, { reply, text }) {
		await reply(await deletedReport(app, text));
	},
};
