import { megabytes } from '../growth';
import type { WorkspaceFigures } from '../workspace-protocol';
import { anyFault } from './any-fault';
import { pauseWhileWritten, underLoad, type FaultContext, type Scenario } from './scenario';

/** Milliseconds between two messages of a writer, at most: 10,000 each way take about an hour, as people write and not a script. */
const LONGEST_PAUSE = 33_000;
/** Milliseconds between two faults. */
const LEAST_PEACE = 3_000;
const MOST_PEACE = 12_000;

/** Many messages in many rooms while anything may happen. */
export const soakScenario: Scenario = {
	name: 'soak',
	title: '50 rooms, random faults of every kind',
	isExtra: true,
	people: { locals: 5, externals: 10 },
	messages: 10_000,
	measuresGrowth: true,
	act: underLoad({ pause: LONGEST_PAUSE }, async (context) => {
		const { bed, random, written } = context;
		while (!written.aborted) {
			await pauseWhileWritten(random.between(LEAST_PEACE, MOST_PEACE), written);
			show(context, await bed.workspace.figures());
			await random.pick(anyFault).happen(bed, bed.workspace, context);
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
