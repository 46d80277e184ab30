import { gatewayError } from '../faults';
import { pause } from '../workload';
import { underLoad, untilWritten, type Scenario } from './scenario';

const HOUR = 3_600_000;
/** Milliseconds of people who write before the clock is set, and before the app is killed. */
const PEACE = 3_000;
/** The share of the requests to the homeserver that fail meanwhile, so that rooms are waiting for their next attempt. */
const SHARE = 0.2;

/** The clock of the workspace's machine is set while people write. Then the app's process is killed, and starts by the new time. */
export const clockScenarios: readonly Scenario[] = (['forward', 'back'] as const).map((direction) => ({
	name: `clock-${direction}`,
	title: `workspace's clock set ${direction} by an hour, one in five requests fails; later app's process killed`,
	setsClock: direction,
	// After it was set back, Rocket.Chat shows new messages before older ones.
	order: direction === 'back' ? 'none' : 'all',
	act: underLoad({ pause: 1_000 }, async ({ bed, random, written }) => {
		bed.toHomeserver.plan = ({ method }) =>
			method !== 'GET' && random.chance(SHARE) ? gatewayError(502, 'before') : undefined;
		await pause(PEACE);
		await bed.clock?.move(direction === 'forward' ? HOUR : -HOUR);
		await pause(PEACE);
		await bed.toHomeserver.heal();
		await pause(PEACE);
		const before = await bed.workspace.restarts();
		await bed.workspace.killApp();
		await bed.workspace.waitForRestart(before);
		await untilWritten(written);
	}),
}));
