import { pause, type WorkloadOptions } from '../workload';
import { anyFault, frozenApp } from './any-fault';
import { pauseWhileWritten, underLoad, untilWritten, type Scenario } from './scenario';

/** Milliseconds of people who write in peace before something happens, and in between. */
const PEACE = 3_000;

/** Everything that people do with messages, and more often than usual. */
const changes: Partial<WorkloadOptions> = {
	...{ pause: 3_000, edited: 0.15, deleted: 0.08, reacted: 0.2 },
	...{ filed: 0.15, answered: 0.3, pinned: 0.15 },
};

/** Channels, since members of a direct message may pin nothing. */
const channels = { rooms: 'channels', plan: 'starter', people: { locals: 2, externals: 2 } } as const;

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
	{
		name: 'two-one-gone',
		title: 'two servers, either killed, and started again after 20 s',
		instances: 2,
		act: underLoad({ pause: 1_000 }, async ({ bed, random }) => {
			const instance = random.pick(bed.instances);
			await pause(PEACE);
			await instance.crash();
			await pause(20_000);
			await instance.start();
		}),
	},
	{
		name: 'two-one-frozen',
		title: "two servers, app's process of either hangs until the watchdog replaces it",
		instances: 2,
		act: underLoad({ pause: 3_000 }, async ({ bed, random }) => {
			const instance = random.pick(bed.instances);
			await pause(PEACE);
			const before = await instance.restarts();
			await instance.freezeApp();
			await instance.waitForRestart(before);
		}),
	},
	{
		name: 'two-one-thawed',
		title: "two servers, app's process of each in turn hangs for 10 s and goes on",
		instances: 2,
		act: underLoad({ pause: 2_000 }, async ({ bed }) => {
			for (const instance of bed.instances) {
				await pause(PEACE);
				await instance.freezeApp();
				await pause(10_000);
				await instance.thawApp();
			}
		}),
	},
	{
		name: 'two-both-started',
		title: 'two servers, both killed and started at the same time',
		instances: 2,
		act: underLoad({ pause: 1_000 }, async ({ bed }) => {
			await pause(PEACE);
			await Promise.all(bed.instances.map((instance) => instance.crash()));
			await Promise.all(bed.instances.map((instance) => instance.start()));
		}),
	},
	{
		name: 'two-changes-calm',
		title: 'two servers, files and changes of every kind, nothing goes wrong',
		instances: 2,
		...channels,
		act: withToken(underLoad(changes, ({ written }) => untilWritten(written))),
	},
	{
		name: 'two-changes',
		title: 'two servers, files and changes of every kind, random faults of either, of Synapse and of the line',
		instances: 2,
		...channels,
		// A file whose transfer failed follows what was written meanwhile.
		order: 'texts',
		act: withToken(
			underLoad(changes, async (context) => {
				const { bed, random, progress, written } = context;
				for (;;) {
					await pauseWhileWritten(PEACE, written);
					if (written.aborted) {
						return;
					}
					const fault = random.pick([...anyFault, frozenApp]);
					progress(fault.name);
					await fault.happen(bed, random.pick(bed.instances), context);
				}
			}),
		),
	},
];

/** Gives the app a token first: without one, pins from Matrix are only told. */
function withToken(act: Scenario['act']): Scenario['act'] {
	return async (context) => {
		await context.bed.giveToken();
		return act(context);
	};
}
