import type { WayBed } from './bed';
import { aSecond, type Row } from './figures';
import type { WayOptions } from './options';
import { sendFromMatrix, sendFromRocketChat, untilDone, waitForHostCalls } from './throughput';

/**
 * Lets messages wait while the other side is away, and measures how fast they arrive after its return: from the moment at
 * which it can be used again. The sustained rates are measured just before.
 */
export async function measureOutages(
	bed: WayBed,
	{ backlog, messages }: WayOptions,
	progress: (line: string) => void,
): Promise<Row[]> {
	const usual = {
		toRocketChat: await rateOf(messages, () =>
			untilDone(bed, 'post', messages, () => sendFromMatrix(bed, messages, 'sustained')),
		),
		toMatrix: await rateOf(messages, () =>
			untilDone(bed, 'link', messages, () => sendFromRocketChat(bed, messages, 'sustained')),
		),
	};

	progress(`the workspace is away while ${backlog} messages are sent on Matrix`);
	await bed.workspace.process.stop();
	await sendFromMatrix(bed, backlog, 'during the outage');
	// The count begins at 0 with the workspace's process.
	await bed.workspace.process.start();
	const toRocketChat = await rateOf(backlog, () => waitForHostCalls(bed, 'post', backlog));
	progress(`${aSecond(toRocketChat)}, sustained ${aSecond(usual.toRocketChat)}`);

	progress(`the homeserver is away while ${backlog} messages are sent in Rocket.Chat`);
	await bed.homeserverSignals.end('SIGTERM');
	let began = NaN;
	await untilDone(bed, 'link', backlog, async () => {
		await sendFromRocketChat(bed, backlog, 'during the outage');
		await bed.homeserverSignals.restart();
		began = performance.now();
	});
	const toMatrix = (backlog * 1_000) / (performance.now() - began);
	progress(`${aSecond(toMatrix)}, sustained ${aSecond(usual.toMatrix)}`);

	return [
		row(`${backlog} events ← after the workspace was away`, toRocketChat, usual.toRocketChat),
		row(`${backlog} messages → after the homeserver was away`, toMatrix, usual.toMatrix),
	];
}

function row(what: string, after: number, usual: number): Row {
	return {
		what: `catching up with ${what}, share of the sustained rate`,
		goal: '0.8',
		measured: `${(after / usual).toFixed(2)}, ${aSecond(after)}`,
	};
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
	const began = performance.now();
	await work();
	return (count * 1_000) / (performance.now() - began);
}
