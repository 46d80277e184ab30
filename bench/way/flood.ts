import type { FederatedRoom, WayBed } from './bed';
import { ms, percentile, sideBySide, type Row } from './figures';
import type { WayOptions } from './options';
import { ShownMessages } from './shown-messages';
import { Tap } from './tap';
import { cannedEvent, pushTransaction } from './transactions';

/** Loops that write into the flooded room, which is the first one. */
const WRITERS = 10;
/** Rooms besides the flooded one. */
const OTHERS = 5;
/** Milliseconds between two messages of one of the other rooms. */
const PAUSE = 200;
/** Messages of a flood in one transaction. */
const FLOOD_IN_TRANSACTION = 20;

/** Sends a message with this text in one of the other rooms. @returns milliseconds until it is on the other side */
type Send = (room: FederatedRoom, text: string) => Promise<number>;

/** Writes once into one room. */
type Flood = () => Promise<unknown>;

/**
 * Measures how long messages of other rooms take while one room is flooded, beside calm, and beside the same flood in a room
 * that is not bridged: that is what the homeserver alone makes slower.
 */
export async function measureFlood(
	bed: WayBed,
	{ messages }: WayOptions,
	progress: (line: string) => void,
): Promise<Row[]> {
	const [flooded, ...rest] = bed.rooms;
	const [notBridged] = bed.bareRooms;
	if (!flooded || !notBridged) {
		throw new Error('there are no rooms');
	}
	const others = rest.slice(0, OTHERS);
	const rows: Row[] = [];
	const measure = async (what: string, send: Send, floods: Readonly<Record<string, readonly Flood[]>>) => {
		rows.push(await compare(what, others, Math.ceil(messages / 2), send, floods));
		progress(`${rows.at(-1)?.what ?? ''}: ${rows.at(-1)?.measured ?? ''}`);
	};
	const shown = await ShownMessages.of(bed.workspace.url, others);
	const untilShown =
		(send: (room: FederatedRoom, text: string) => Promise<unknown>): Send =>
		async (room, text) => {
			const shownAt = shown.timeOf(text);
			const began = performance.now();
			await send(room, text);
			return (await shownAt) - began;
		};
	const onMatrix = ({ external, matrixId }: Pick<FederatedRoom, 'external' | 'matrixId'>) =>
		loops(WRITERS, () => external.send(matrixId, 'flood'));
	await measure(
		'← through Synapse',
		untilShown(({ external, matrixId }, text) => external.send(matrixId, text)),
		{ 'a flood that is not bridged': onMatrix(notBridged), 'a bridged flood': onMatrix(flooded) },
	);
	const canned = Array.from({ length: FLOOD_IN_TRANSACTION });
	await measure(
		'← from canned transactions',
		untilShown((room, text) => pushTransaction(bed, [cannedEvent(room, text)])),
		{
			'a flood': loops(1, () =>
				pushTransaction(
					bed,
					canned.map(() => cannedEvent(flooded)),
				),
			),
		},
	);
	shown.stop();
	await Tap.during(bed, async (tap) => {
		const send: Send = async ({ local, rocketChatId }, text) => {
			const messageId = await local.send(rocketChatId, text);
			const answeredAt = performance.now();
			return (await tap.arrivalOf(messageId)) - answeredAt;
		};
		const { local, rocketChatId } = flooded;
		const general = () => local.send('GENERAL', 'flood');
		await measure('→, from the answer to the request', send, {
			'a flood that is not bridged': loops(WRITERS, general),
			'a bridged flood': loops(WRITERS, () => local.send(rocketChatId, 'flood')),
		});
	});
	return rows;
}

function loops(count: number, flood: Flood): readonly Flood[] {
	return Array.from({ length: count }, () => flood);
}

async function compare(
	what: string,
	others: readonly FederatedRoom[],
	messages: number,
	send: Send,
	floods: Readonly<Record<string, readonly Flood[]>>,
): Promise<Row> {
	await timesOf(others, OTHERS * 4, send);
	const calm = await timesOf(others, messages, send);
	const cells = [`calm ${percentiles(calm)}`];
	for (const [name, flood] of Object.entries(floods)) {
		const stop = repeat(flood);
		const times = await timesOf(others, messages, send);
		await stop();
		const factor = percentile(times, 0.99) / percentile(calm, 0.99);
		cells.push(`${name} ${percentiles(times)}, p99 × ${factor.toFixed(1)}`);
	}
	return {
		what: `other rooms during a flood in one room, ${what}`,
		goal: 'p99 at most doubled',
		measured: cells.join('; '),
	};
}

/** Sends in the other rooms side by side, one message at a time in each. */
async function timesOf(rooms: readonly FederatedRoom[], messages: number, send: Send): Promise<number[]> {
	const times: number[] = [];
	await sideBySide(rooms.length, messages, async (loop, number) => {
		const room = rooms[loop];
		if (room) {
			times.push(await send(room, `in a flood ${number} ${crypto.randomUUID()}`));
			await new Promise((resolve) => setTimeout(resolve, PAUSE));
		}
	});
	return times;
}

function percentiles(times: readonly number[]): string {
	return `p50 ${ms(percentile(times, 0.5))}, p99 ${ms(percentile(times, 0.99))}`;
}

/** Does each of the things again and again, side by side. @returns a function that ends it */
function repeat(floods: readonly Flood[]): () => Promise<void> {
	let isStopped = false;
	const all = floods.map(async (flood) => {
		while (!isStopped) {
			await flood();
		}
	});
	return async () => {
		isStopped = true;
		await Promise.all(all);
	};
}
