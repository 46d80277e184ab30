import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** The usual report, and the totals in the file that MOCHA_REPORT names. */
export default class Reporter extends Mocha.reporters.Spec {
	constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
		super(runner, options);
		const file = process.env.MOCHA_REPORT;
		if (file !== undefined) {
			runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
				const { passes, failures, pending } = this.stats;
				writeFileSync(file, JSON.stringify({ passes, failures, pending }));
			});
		}
	}
}
