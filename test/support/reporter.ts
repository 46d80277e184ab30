import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { LEFT_OUT } from './left-out';

/**
 * The usual report, how many tests were left out, where and why, and the totals in the file that
 * MOCHA_REPORT names.
 */
export default class Reporter extends Mocha.reporters.Spec {
	constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
		super(runner, options);
		const leftOut = new Map<string, number>();
		runner.on(Mocha.Runner.constants.EVENT_TEST_PENDING, ({ title }) => {
			const [, reason] = title.split(LEFT_OUT);
			if (reason !== undefined) {
				leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
			}
		});
		const file = process.env.MOCHA_REPORT;
		runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
			for (const [reason, count] of leftOut) {
				console.log(`  ${count} ${LEFT_OUT}${reason.replace(/\)$/, '')}`);
			}
			if (file !== undefined) {
				const { passes, failures, pending } = this.stats;
				writeFileSync(file, JSON.stringify({ passes, failures, pending }));
			}
		});
	}
}
