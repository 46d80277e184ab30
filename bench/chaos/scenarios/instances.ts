import { pause } from '../workload';
import { pauseWhileWritten, underLoad, untilWritten, type Scenario } from './scenario';

/** Milliseconds of people who write in peace before something happens, and in between. */
const PEACE = 3_000;

/** Two servers on one database; each request and each transaction goes to either of them. */
export const instanceScenarios: readonly Scenario[] = [
	{
		name: 'two-calm',
		title: 'two servers, nothing goes wrong',
		instances: 2,
		act: underLoad({ pause: 300 }, ({ written }) => untilWritten(written)),
	},
	{
		name: 'two-app-killed',
		title: "two servers, app's process of either killed 3 s after each start",
		instances: 2,
		act: underLoad({ pause: 2_000 }, async ({ bed, random, written }) => {
			for (;;) {
				await pauseWhileWritten(PEACE, written);
				if (written.aborted) {
					return;
				}
				const instance = random.pick(bed.instances);
				const before = await instance.restarts();
				await instance.killApp();
				await instance.waitForRestart(before);
			}
		}),
	},
	...(['stop', 'crash'] as const).map((end): Scenario => ({
		name: end === 'stop' ? 'two-sigterm' : 'two-sigkill',
		title: `two servers, each in turn ${end === 'stop' ? 'restarted by SIGTERM' : 'killed and started again'}`,
		instances: 2,
		act: underLoad({ pause: 1_000 }, async ({ bed }) => {
			for (const instance of bed.instances) {
				await pause(PEACE);
				await instance[end]();
				await pause(PEACE);
				await instance.start();
			}
		}),
	})),
];
