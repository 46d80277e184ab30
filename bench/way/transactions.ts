import { ROOMS, type BenchWorkspace, type FederatedRoom, type WayBed } from './bed';
import { aSecond, median, ms, percentile, shareOf, type Row } from './figures';
import type { WayOptions } from './options';
import { untilDone } from './throughput';

const sizes = [1, 10, 100] as const;

let lastTransaction = 0;

/**
 * Pushes canned transactions to the app, one after the other as a homeserver does, and the same number of messages to two
 * probe apps: one only creates them, the other also stores a record for each, and hears of each.
 */
export async function measureTransactions(
	bed: WayBed,
	{ messages, rounds }: WayOptions,
	progress: (line: string) => void,
): Promise<Row[]> {
	const probe = await probeOf(bed, bed.plain, false);
	const storing = await probeOf(bed, bed.storing, true);
	const rows: Row[] = [];
	for (const size of sizes) {
		const count = Math.ceil(messages / size);
		const [ours, probes, storings, answers]: [number[], number[], number[], number[]] = [[], [], [], []];
		for (let round = 0; round <= rounds; round++) {
			const times: number[] = [];
			const own = await rateOf(count * size, () =>
				untilDone(bed, 'post', count * size, () => pushToApp(bed, count, size, times)),
			);
			const probed = await rateOf(count * size, () => pushToProbe(probe, count, size));
			const stored = await rateOf(count * size, () => pushToProbe(storing, count, size));
			progress(
				`transactions of ${size}: app ${aSecond(own)}, probe ${aSecond(probed)}, storing ${aSecond(stored)}`,
			);
			if (round > 0) {
				ours.push(own);
				probes.push(probed);
				storings.push(stored);
				answers.push(...times);
			}
		}
		rows.push(
			{
				what: `events from transactions of ${size}, share of an app that only creates the messages`,
				goal: '0.7',
				measured: `${shareOf(ours, probes)}, ${aSecond(median(ours))}`,
			},
			{
				what: `the same, share of an app that also stores a record for each message and hears of each`,
				goal: '',
				measured: shareOf(ours, storings),
			},
			{
				what: `200 for a transaction of ${size}, under this load`,
				goal: 'p50 under 200 ms',
				measured: `p50 ${ms(median(answers))}, p99 ${ms(percentile(answers, 0.99))}`,
			},
		);
	}
	return rows;
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
	const began = performance.now();
	await work();
	return (count * 1_000) / (performance.now() - began);
}

/** @param times gets the milliseconds until each answer */
async function pushToApp(bed: WayBed, count: number, size: number, times: number[]): Promise<void> {
	for (let number = 0; number < count; number++) {
		const events = Array.from({ length: size }, (_, index) =>
			cannedEventNumber(bed, number * size + index),
		);
		times.push(await pushTransaction(bed, events));
	}
}

/** @returns a text message of the person on Matrix in a room */
export function cannedEvent(
	{ matrixId, external }: Pick<FederatedRoom, 'matrixId' | 'external'>,
	text = 'some words '.repeat(5),
): object {
	lastTransaction += 1;
	return {
		event_id: `$canned-${lastTransaction}`,
		room_id: matrixId,
		sender: external.userId,
		type: 'm.room.message',
		origin_server_ts: Date.now(),
		content: { msgtype: 'm.text', body: text },
	};
}

/** The same in one of the rooms, which take turns. */
export function cannedEventNumber(bed: WayBed, number: number): object {
	const room = bed.rooms[number % ROOMS];
	return room ? cannedEvent(room) : {};
}

/** Pushes a transaction to the app as the homeserver does. @returns milliseconds until the answer */
export async function pushTransaction(bed: WayBed, events: readonly object[]): Promise<number> {
	lastTransaction += 1;
	const began = performance.now();
	const answer = await fetch(`${bed.transactionsUrl}/canned-${lastTransaction}`, {
		method: 'PUT',
		headers: { authorization: `Bearer ${bed.hsToken}`, 'content-type': 'application/json' },
		body: JSON.stringify({ events }),
	});
	await answer.arrayBuffer();
	if (answer.status !== 200) {
		throw new Error(`the app answers a transaction with ${answer.status}`);
	}
	return performance.now() - began;
}

/** A probe app, and what it is to do. */
interface Probe {
	readonly url: string;
	readonly stores: boolean;
	/** Direct messages in its workspace. */
	readonly rooms: readonly { readonly roomId: string; readonly senderId: string }[];
}

async function probeOf(bed: WayBed, workspace: BenchWorkspace, stores: boolean): Promise<Probe> {
	const rooms: Probe['rooms'][number][] = [];
	for (let number = 0; number < ROOMS; number++) {
		const local = await workspace.newLocal(`probed${number}`);
		const partner = await workspace.newLocal(`prober${number}`);
		const { room } = await local.rest.post<{ room: { _id: string } }>('/api/v1/im.create', {
			username: partner.username,
		});
		rooms.push({ roomId: room._id, senderId: partner.userId });
		local.stop();
		partner.stop();
	}
	return { url: bed.probeUrl(workspace), stores, rooms };
}

async function pushToProbe({ url, stores, rooms }: Probe, count: number, size: number): Promise<void> {
	for (let number = 0; number < count; number++) {
		const events = Array.from({ length: size }, (_, index) => ({
			...rooms[(number * size + index) % ROOMS],
			text: 'some words '.repeat(5),
		}));
		const answer = await fetch(url, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ events, stores }),
		});
		await answer.arrayBuffer();
		if (answer.status !== 200) {
			throw new Error(`the probe app answers with ${answer.status}`);
		}
	}
}
