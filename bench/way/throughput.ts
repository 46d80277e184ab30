import { waitFor } from '../../sandbox/clients/waiting';
import { ROOMS, type ProcessorTimes, type WayBed } from './bed';
import { aSecond, median, ms, shareOf, sideBySide, type Row } from './figures';
import type { WayOptions } from './options';
import { WITH_MENTIONS, type ReferenceBridge } from './reference-bridge';

/** Time limit for the messages of one round, in milliseconds. */
const ROUND_LIMIT = 600_000;
/** Milliseconds between two looks whether all messages have arrived. */
const INTERVAL = 20;

/** Calls of the app to the host: the last one of a message in each direction. */
export const hostCalls = {
	/** Stores the link of a message that is on Matrix. */
	link: /createWithAssociations$/,
	/** Posts a message in Rocket.Chat. */
	post: /MessageBridge:doCreate$/,
};

/** Times the contestants in turns, so that other load on the machine meets all of them. */
export async function measureThroughput(
	bed: WayBed,
	reference: ReferenceBridge,
	{ messages, rounds }: WayOptions,
	progress: (line: string) => void,
): Promise<Row[]> {
	const contestants = contestantsOf(bed, reference);
	const rates = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
	const costs = new Map<string, ProcessorTimes[]>(Object.keys(contestants).map((name) => [name, []]));
	for (let round = 0; round <= rounds; round++) {
		for (const [name, run] of Object.entries(contestants)) {
			const before = await bed.processorTimes();
			const began = performance.now();
			await run(messages, `${name} ${round}`);
			const rate = (messages * 1_000) / (performance.now() - began);
			const cost = perMessage(before, await bed.processorTimes(), messages);
			progress(`${name}: ${aSecond(rate)}, ${costText([cost])}${round === 0 ? ' (warm-up)' : ''}`);
			if (round > 0) {
				rates.get(name)?.push(rate);
				costs.get(name)?.push(cost);
			}
		}
	}
	const of = (name: keyof ReturnType<typeof contestantsOf>) => rates.get(name) ?? [];
	const bare = of('bare loop of ghosts');
	const like = of('bare loop of the same requests');
	const cell = (name: keyof ReturnType<typeof contestantsOf>) =>
		`${shareOf(of(name), bare)}, ${aSecond(median(of(name)))}`;
	const bridge = `matrix-appservice-bridge ${reference.version}`;
	return [
		{
			what: `a bare loop of sends as ghosts, ${ROOMS} side by side`,
			goal: '1',
			measured: aSecond(median(bare)),
		},
		{ what: 'sustained →, share of the bare loop', goal: '0.9', measured: cell('app →') },
		{
			what: 'a bare loop that sends what the app sends (original time, mentions)',
			goal: '',
			measured: cell('bare loop of the same requests'),
		},
		{
			what: 'sustained →, share of that loop',
			goal: '0.9',
			measured: shareOf(of('app →'), like),
		},
		{
			what: `→ through a bridge on ${bridge}`,
			goal: 'ours faster',
			measured: cell('reference bridge →'),
		},
		{
			what: 'the same with the list of mentions, which the app sends',
			goal: '',
			measured: cell('reference bridge with mentions →'),
		},
		{
			what: 'the same people on Matrix, without a bridge',
			goal: '',
			measured: cell('bare loop of people'),
		},
		{ what: 'sustained ←, share of the bare loop', goal: '1', measured: cell('app ←') },
		{
			what: `← through a bridge on ${bridge}`,
			goal: 'ours faster',
			measured: cell('reference bridge ←'),
		},
		...[...costs].map(([name, times]) => ({
			what: `processor for each message: ${name}`,
			goal: '',
			measured: costText(times),
		})),
	];
}

/** @returns seconds of the processor for each message */
function perMessage(before: ProcessorTimes, after: ProcessorTimes, messages: number): ProcessorTimes {
	const cost = (part: keyof ProcessorTimes) => (after[part] - before[part]) / messages;
	return { app: cost('app'), workspace: cost('workspace'), homeserver: cost('homeserver') };
}

function costText(costs: readonly ProcessorTimes[]): string {
	const of = (part: keyof ProcessorTimes) => ms(1_000 * median(costs.map((cost) => cost[part])));
	return `Synapse ${of('homeserver')}, workspace ${of('workspace')}, app ${of('app')}`;
}

type Run = (messages: number, text: string) => Promise<void>;

function contestantsOf(bed: WayBed, reference: ReferenceBridge) {
	return {
		'bare loop of ghosts': (messages, text) =>
			sideBySide(ROOMS, messages, async (loop, number) => {
				const room = bed.bareRooms[loop];
				await bed.bare.send(room?.ghostId ?? '', room?.matrixId ?? '', `${text} ${number}`);
			}),
		'bare loop of the same requests': (messages, text) =>
			sideBySide(ROOMS, messages, async (loop, number) => {
				const room = bed.bareRooms[loop];
				await bed.bare.sendAsBridge(room?.ghostId ?? '', room?.matrixId ?? '', `${text} ${number}`);
			}),
		'app →': (messages, text) =>
			untilDone(bed, 'link', messages, () => sendFromRocketChat(bed, messages, text)),
		'reference bridge →': (messages, text) => sendThroughReference(reference, messages, text),
		'reference bridge with mentions →': (messages, text) =>
			sendThroughReference(reference, messages, `${WITH_MENTIONS}${text}`),
		'bare loop of people': (messages, text) =>
			sideBySide(ROOMS, messages, async (loop, number) => {
				const room = bed.bareRooms[loop];
				await room?.external.send(room.matrixId, `${text} ${number}`);
			}),
		'app ←': (messages, text) =>
			untilDone(bed, 'post', messages, () => sendFromMatrix(bed, messages, text)),
		'reference bridge ←': async (messages, text) => {
			const before = reference.done().posted;
			await sideBySide(ROOMS, messages, async (loop, number) => {
				const room = bed.referenceRooms[loop];
				await room?.external.send(room.matrixId, `${text} ${number}`);
			});
			await waitUntil(() => reference.done().posted >= before + messages);
		},
	} satisfies Readonly<Record<string, Run>>;
}

async function sendThroughReference(
	reference: ReferenceBridge,
	messages: number,
	text: string,
): Promise<void> {
	const before = reference.done().sent;
	await sideBySide(ROOMS, messages, async (loop, number) => {
		const roomId = reference.rooms[loop]?.rocketChatId ?? '';
		await reference.locals[loop]?.send(roomId, `${text} ${number}`);
	});
	await waitUntil(() => reference.done().sent >= before + messages);
}

/** People in Rocket.Chat write into all federated rooms. */
export async function sendFromRocketChat(bed: WayBed, messages: number, text: string): Promise<void> {
	await sideBySide(ROOMS, messages, async (loop, number) => {
		const room = bed.rooms[loop];
		await room?.local.send(room.rocketChatId, `${text} ${number}`);
	});
}

/** People on Matrix write into all federated rooms. */
export async function sendFromMatrix(bed: WayBed, messages: number, text: string): Promise<void> {
	await sideBySide(ROOMS, messages, async (loop, number) => {
		const room = bed.rooms[loop];
		await room?.external.send(room.matrixId, `${text} ${number}`);
	});
}

/** Does something and waits until the app has made so many calls of one kind since before it. */
export async function untilDone(
	bed: WayBed,
	call: keyof typeof hostCalls,
	count: number,
	work: () => Promise<void>,
): Promise<void> {
	const before = await bed.hostCalls(hostCalls[call]);
	await work();
	await waitForHostCalls(bed, call, before + count);
}

/** Waits until the app has made so many calls of one kind since the workspace's start. */
export async function waitForHostCalls(
	bed: WayBed,
	call: keyof typeof hostCalls,
	count: number,
): Promise<void> {
	await waitUntil(async () => (await bed.hostCalls(hostCalls[call])) >= count);
}

async function waitUntil(isDone: () => boolean | Promise<boolean>): Promise<void> {
	await waitFor({
		what: 'the end of a round',
		timeout: ROUND_LIMIT,
		interval: INTERVAL,
		look: async () => ((await isDone()) ? true : undefined),
	});
}
