import { planReport, planSource } from '../admin/plan-report';
import type { Subcommand } from './subcommand';

/** `/federation plan` shows what the workspace's plan has; administrators also see who says so. */
export const plan: Subcommand = {
	name: 'plan',
	parameters: [],
	who: 'everybody',
	help: 'help_plan',
	async run(app, { user, reply, text }) {
		const state = await app.plan.state();
		const source = user.roles.includes('admin') ? ['', ...planSource(state, text, Date.now())] : [];
		await reply([...planReport(state, text), ...source].join('\n'));
	},
};
