import type { Bed } from '../bed';
import { cutAnswer, cutRequest, gatewayError, serverError, tooManyRequests } from '../faults';
import type { Random } from '../random';
import { pause } from '../workload';
import { megabytes } from '../growth';
import type { WorkspaceFigures } from '../workspace-protocol';
import { stopHomeserver } from './processes';
import {
	pauseWhileWritten,
	underLoad,
	type FaultContext,
	type Scenario,
	type ScenarioContext,
} from './scenario';

/** Milliseconds between two messages of a writer, at most: 10,000 each way take about an hour, as people write and not a script. */
const LONGEST_PAUSE = 33_000;
/** Milliseconds between two faults. */
const LEAST_PEACE = 3_000;
const MOST_PEACE = 12_000;
/** Milliseconds that the line is damaged, or Synapse is away. */
const FAULT_TIME = 4_000;
/** Share of the requests that are damaged meanwhile. */
const SHARE = 0.2;

/** Everything that may happen to a workspace and its homeserver, in any order. */
const faults: readonly ((bed: Bed, random: Random, note: ScenarioContext['note']) => Promise<void>)[] = [
	async ({ workspace }, _random, note) => {
		const before = await workspace.restarts();
		await workspace.killApp();
		try {
			await workspace.waitForRestart(before);
		} catch (error) {
			// As an administrator would do. What people write meanwhile counts.
			note(`the workspace was restarted: ${String(error)}`);
			await workspace.stop();
			await workspace.start();
		}
	},
	async ({ workspace }) => {
		await workspace.stop();
		await workspace.start();
	},
	async ({ workspace }) => {
		await workspace.crash();
		await workspace.start();
	},
	(bed) => stopHomeserver(bed, 'SIGKILL', FAULT_TIME),
	(bed) => stopHomeserver(bed, 'SIGTERM', FAULT_TIME),
	async ({ homeserverSignals }) => {
		await homeserverSignals.freeze();
		await pause(FAULT_TIME);
		await homeserverSignals.thaw();
	},
	async (bed, random) => {
		const fault = random.pick([
			cutRequest,
			cutAnswer,
			gatewayError(502, 'after'),
			serverError('before'),
			tooManyRequests(1_000),
		]);
		const proxy = random.pick([bed.toHomeserver, bed.toWorkspace]);
		proxy.plan = ({ method }) => (method !== 'GET' && random.chance(SHARE) ? fault : undefined);
		await pause(FAULT_TIME);
		await proxy.heal();
	},
];

/** Many messages in many rooms while anything may happen. */
export const soakScenario: Scenario = {
	name: 'soak',
	title: '50 rooms, random faults of every kind',
	isExtra: true,
	people: { locals: 5, externals: 10 },
	messages: 10_000,
	measuresGrowth: true,
	act: underLoad({ pause: LONGEST_PAUSE }, async (context) => {
		const { bed, random, note, written } = context;
		while (!written.aborted) {
			await pauseWhileWritten(random.between(LEAST_PEACE, MOST_PEACE), written);
			show(context, await bed.workspace.figures());
			await random.pick(faults)(bed, random, note);
		}
	}),
};

function show({ progress }: FaultContext, figures: WorkspaceFigures | undefined): void {
	if (figures) {
		progress(
			`app ${megabytes(figures.appMemory)}, workspace ${megabytes(figures.workspaceMemory)}, ` +
				`${figures.records} records, ${figures.recordBytes} bytes, ${figures.restarts} restarts`,
		);
	}
}
