import type { WayBed } from './bed';
import { ms, percentile, type Row } from './figures';
import { Tap } from './tap';

const MESSAGES = 200;
const WARM_UP = 20;
/** Milliseconds between two messages, in which nothing else happens. */
const PAUSE = 50;

/** Measures from Rocket.Chat's answer to the writer to the app's request at the homeserver, while nothing else happens. */
export async function measureIdle(bed: WayBed): Promise<Row[]> {
	const times: number[] = [];
	await Tap.during(bed, async (tap) => {
		const [room] = bed.rooms;
		for (let number = 0; room && number < WARM_UP + MESSAGES; number++) {
			const messageId = await room.local.send(room.rocketChatId, `idle ${number}`);
			const answeredAt = performance.now();
			times.push((await tap.arrivalOf(messageId)) - answeredAt);
			await new Promise((resolve) => setTimeout(resolve, PAUSE));
		}
	});
	const warm = times.slice(WARM_UP);
	return [
		{
			what: 'idle: from Rocket.Chat’s answer to the request at the homeserver',
			goal: 'p50 5 ms, p99 25 ms',
			measured: `p50 ${ms(percentile(warm, 0.5))}, p99 ${ms(percentile(warm, 0.99))}`,
		},
	];
}
