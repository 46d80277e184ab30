import type { Bed } from '../bed';
import { pause } from '../workload';
import { pauseWhileWritten, underLoad, untilWritten, type FaultContext, type Scenario } from './scenario';

/** Milliseconds of people who write in peace before something happens. */
export const PEACE = 2_000;
const light = { pause: 3_000, writers: 1 };
const fast = { pause: 30, writers: 3 };

/** Processes that are killed, stopped or frozen while people write. */
export const processScenarios: readonly Scenario[] = [
	{
		name: 'calm',
		title: 'nothing goes wrong',
		act: underLoad(fast, ({ written }) => untilWritten(written)),
	},
	{
		name: 'long-texts',
		title: 'nothing goes wrong, half of the texts are long',
		act: underLoad({ pause: 1_000, writers: 1, long: 0.5 }, ({ written }) => untilWritten(written)),
	},
	{
		name: 'app-killed-light',
		title: "app's process killed 3 s after each start, light traffic",
		act: underLoad(light, (context) => killAppEvery(3_000, context)),
	},
	{
		name: 'app-killed-fast',
		title: "app's process killed 3 s after each start, fast writers",
		act: underLoad(fast, (context) => killAppEvery(3_000, context)),
	},
	{
		name: 'app-frozen',
		title: "app's process hangs until the watchdog replaces it",
		act: underLoad(light, async ({ bed, written }) => {
			await pause(PEACE);
			const before = await bed.workspace.restarts();
			await bed.workspace.freezeApp();
			await bed.workspace.waitForRestart(before);
			await untilWritten(written);
		}),
	},
	{
		name: 'workspace-sigterm',
		title: 'server restarted by SIGTERM under load',
		act: underLoad({ pause: 300, writers: 1 }, ({ bed }) =>
			restartWorkspace(bed, () => bed.workspace.stop()),
		),
	},
	{
		name: 'workspace-sigkill',
		title: 'server killed under load and started again',
		act: underLoad({ pause: 300, writers: 1 }, ({ bed }) =>
			restartWorkspace(bed, () => bed.workspace.crash()),
		),
	},
	...(['SIGTERM', 'SIGKILL'] as const).map((signal): Scenario => ({
		name: `synapse-${signal.toLowerCase()}`,
		title: `Synapse ended by ${signal}, down for 15 s`,
		act: underLoad({ pause: 1_000, writers: 1 }, async ({ bed }) => {
			await pause(PEACE);
			await stopHomeserver(bed, signal, 15_000);
		}),
	})),
	{
		name: 'synapse-restored',
		title: 'Synapse restored from a backup of 10 s ago; only Rocket.Chat writes',
		act: underLoad({ pause: 1_000, writers: 1, sides: ['rocketchat'] }, async ({ bed }) => {
			await pause(PEACE);
			await stopHomeserver(bed, 'SIGTERM', 0, () => bed.homeserverSignals.backUp());
			await pause(10_000);
			await stopHomeserver(bed, 'SIGTERM', 0, () => bed.homeserverSignals.restore());
		}),
	},
	{
		name: 'all-killed',
		title: 'Synapse killed, app killed twice and server restarted meanwhile, app killed again after it',
		act: underLoad({ pause: 300, writers: 1 }, async ({ bed }) => {
			await pause(PEACE);
			await stopHomeserver(bed, 'SIGKILL', PEACE, async () => {
				await killApp(bed);
				await killApp(bed);
				await restartWorkspace(bed, () => bed.workspace.stop());
			});
			await killApp(bed);
		}),
	},
	{
		name: 'synapse-frozen',
		title: 'Synapse frozen for 40 s',
		act: underLoad(light, async ({ bed }) => {
			await pause(PEACE);
			await bed.homeserverSignals.freeze();
			await pause(40_000);
			await bed.homeserverSignals.thaw();
		}),
	},
	{
		name: 'homeserver-refused',
		title: 'connections to the homeserver refused for 10 s',
		act: underLoad({ pause: 500, writers: 1 }, async ({ bed }) => {
			await pause(PEACE);
			await bed.toHomeserver.refuse();
			await pause(10_000);
			await bed.toHomeserver.listen();
		}),
	},
	{
		name: 'workspace-refused',
		title: 'connections from the homeserver refused for 10 s',
		act: underLoad({ pause: 500, writers: 1 }, async ({ bed }) => {
			await pause(PEACE);
			await bed.toWorkspace.refuse();
			await pause(10_000);
			await bed.toWorkspace.listen();
		}),
	},
];

/** @param milliseconds from each start of the app's process until it is killed */
export async function killAppEvery(milliseconds: number, { bed, written }: FaultContext): Promise<void> {
	for (;;) {
		await pauseWhileWritten(milliseconds, written);
		if (written.aborted) {
			return;
		}
		await killApp(bed);
	}
}

/** Kills the app's process, and waits until the engine has started it again. */
async function killApp({ workspace }: Bed): Promise<void> {
	const before = await workspace.restarts();
	await workspace.killApp();
	await workspace.waitForRestart(before);
}

/** Ends the workspace while people write, and starts it again. @param end how; resolves when it has ended */
export async function restartWorkspace(bed: Bed, end: () => Promise<void>): Promise<void> {
	await pause(PEACE);
	await end();
	await bed.workspace.start();
}

/**
 * Ends Synapse. Until it runs again, connections to it are refused.
 * @param milliseconds until it is started again
 * @param meanwhile done while it does not run
 */
export async function stopHomeserver(
	bed: Bed,
	signal: 'SIGTERM' | 'SIGKILL',
	milliseconds: number,
	meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
	const ended = bed.homeserverSignals.end(signal);
	// The proxy's port would accept what a homeserver that does not run refuses.
	await bed.toHomeserver.refuse();
	await ended;
	await pause(milliseconds);
	await meanwhile();
	await bed.homeserverSignals.restart();
	await bed.toHomeserver.listen();
}
