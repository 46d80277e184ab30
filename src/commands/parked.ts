import { dropParked, retryParked, selectParked } from '../admin/parked';
import { parkedReport, retryReport } from '../admin/parked-report';
import type { Parameter, Subcommand } from './subcommand';

/** What `retry` and `drop` are typed with. */
const which: Parameter = { name: 'ID|REASON|all' };

/** `/federation parked` lists what could not be relayed, in both directions. */
export const parked: Subcommand = {
	name: 'parked',
	parameters: [],
	who: 'admins',
	help: 'help_parked',
	async run(app, { reply, text }) {
		await reply(await parkedReport(app, text));
	},
};

/** `/federation retry` tries to relay it again. */
export const retry: Subcommand = {
	name: 'retry',
	parameters: [which],
	who: 'admins',
	help: 'help_retry',
	async run(app, { parameters: [typed = ''], reply, text }) {
		const items = await selectParked(app, typed);
		await reply(retryReport(await retryParked(app, items), text));
	},
};

/** `/federation drop` removes it for good. */
export const drop: Subcommand = {
	name: 'drop',
	parameters: [which],
	who: 'admins',
	help: 'help_drop',
	async run(app, { user, parameters: [typed = ''], reply, text }) {
		const items = await selectParked(app, typed);
		await dropParked(app, items, user);
		await reply(text('parked_dropped', { count: items.length }));
	},
};
