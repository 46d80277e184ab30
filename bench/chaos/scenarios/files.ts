import { isTransfer } from '../kill-points';
import { cutAnswer, cutRequest, gatewayError, type Fault } from '../faults';
import { killAppEvery, PEACE, restartWorkspace, stopHomeserver } from './processes';
import { underLoad, untilWritten, type FaultContext, type Scenario } from './scenario';
import { pause } from '../workload';

/** The share of the transfers that a fault hits. */
const SHARE = 0.3;
/** Half of the messages bring files. People wait for the upload of theirs, so the pauses are short. */
const load = { pause: 1_000, writers: 1, filed: 0.5, long: 0 };

/** Files and texts go both ways while something breaks. Every file is compared, byte by byte. */
export const fileScenarios: readonly Scenario[] = [
	scenario('calm', 'nothing goes wrong', ({ written }) => untilWritten(written)),
	scenario('app-killed', "app's process killed 3 s after each start", (context) =>
		killAppEvery(3_000, context),
	),
	scenario('workspace-sigterm', 'server restarted by SIGTERM', ({ bed }) =>
		restartWorkspace(bed, () => bed.workspace.stop()),
	),
	scenario('workspace-sigkill', 'server killed and started again', ({ bed }) =>
		restartWorkspace(bed, () => bed.workspace.crash()),
	),
	{
		...scenario('synapse-sigkill', 'Synapse ended by SIGKILL, down for 15 s', async ({ bed }) => {
			await pause(PEACE);
			await stopHomeserver(bed, 'SIGKILL', 15_000);
		}),
		order: 'texts',
	},
	damaged('cut', 'cut in the middle of the request', cutRequest),
	damaged('answer-cut', 'cut in the middle of the answer', cutAnswer),
	damaged('hang', 'hangs, taken', { kind: 'hang', when: 'after' }),
	damaged('502', 'answered 502, not taken', gatewayError(502, 'before')),
];

function scenario(name: string, title: string, faults: (context: FaultContext) => Promise<void>): Scenario {
	return { name: `files-${name}`, title: `files and texts; ${title}`, act: underLoad(load, faults) };
}

function damaged(name: string, title: string, fault: Fault): Scenario {
	const what = `three in ten transfers: ${title}`;
	const faulty = scenario(`line-${name}`, what, async ({ bed, random, written }) => {
		bed.toHomeserver.plan = (request) =>
			isTransfer(request) && random.chance(SHARE) ? fault : undefined;
		await untilWritten(written);
	});
	return { ...faulty, order: 'texts' };
}
