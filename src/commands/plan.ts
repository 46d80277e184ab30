import { planReport, planSourceReport, uploadsReport } from '../admin/plan-report';
import type { Subcommand } from './subcommand';

/**
 * `/federation plan` shows what the workspace's plan includes. Administrators also see how the plan was found, and
 * what it means for an app that was uploaded.
 */
export const plan: Subcommand = {
	name: 'plan',
	parameters: [],
	who: 'everybody',
	help: 'help_plan',
	async run(app, { user, reply, text }) {
		const state = await app.plan.state();
		const source = user.roles.includes('admin')
			? ['', ...planSourceReport(state, text, Date.now()), '', uploadsReport(state, text)]
			: [];
		await reply([...planReport(state, text), ...source].join('\n'));
	},
};
