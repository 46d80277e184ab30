import type { Bed } from '../bed';
import { cutAnswer, cutRequest, gatewayError, serverError, tooManyRequests } from '../faults';
import type { Random } from '../random';
import type { WorkspaceProcess } from '../workspace-process';
import { pause } from '../workload';
import { stopHomeserver } from './processes';
import type { ScenarioContext } from './scenario';

/** Milliseconds that the line is damaged, or Synapse is away. */
const FAULT_TIME = 4_000;
/** Milliseconds that the app's process stands still: longer than its lease of the rooms. */
const FROZEN_TIME = 8_000;
/** Share of the requests that are damaged meanwhile. */
const SHARE = 0.2;

/** Something that happens to a bed, or to one server of its workspace. */
interface AnyFault {
	readonly name: string;
	/** Returns when all that it broke runs again. */
	readonly happen: (
		bed: Bed,
		workspace: WorkspaceProcess,
		context: { readonly random: Random; readonly note: ScenarioContext['note'] },
	) => Promise<void>;
}

/** Everything that may happen to a workspace and its homeserver, in any order. */
export const anyFault: readonly AnyFault[] = [
	{
		name: 'app killed',
		async happen(_bed, workspace, { note }) {
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
	},
	{
		name: 'server restarted',
		async happen(_bed, workspace) {
			await workspace.stop();
			await workspace.start();
		},
	},
	{
		name: 'server killed',
		async happen(_bed, workspace) {
			await workspace.crash();
			await workspace.start();
		},
	},
	{ name: 'Synapse killed', happen: (bed) => stopHomeserver(bed, 'SIGKILL', FAULT_TIME) },
	{ name: 'Synapse restarted', happen: (bed) => stopHomeserver(bed, 'SIGTERM', FAULT_TIME) },
	{
		name: 'Synapse frozen',
		async happen({ homeserverSignals }) {
			await homeserverSignals.freeze();
			await pause(FAULT_TIME);
			await homeserverSignals.thaw();
		},
	},
	{
		name: 'line damaged',
		async happen(bed, _workspace, { random }) {
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
	},
];

/** The app's process of a server stands still, and goes on before the engine replaces it. */
export const frozenApp: AnyFault = {
	name: 'app frozen',
	async happen(_bed, workspace) {
		await workspace.freezeApp();
		await pause(FROZEN_TIME);
		await workspace.thawApp();
	},
};
