import type { WayBed } from './bed';
import type { Row } from './figures';
import { cannedEventNumber, pushTransaction } from './transactions';
import { sendFromRocketChat, untilDone } from './throughput';

const MESSAGES = 50;

/** Counts the app's calls to the host for a text in each direction, in rooms that the app knows. */
export async function measureCalls(bed: WayBed): Promise<Row[]> {
	const perMessage = async (work: () => Promise<void>) => {
		const before = await bed.hostCalls(/./);
		await work();
		return ((await bed.hostCalls(/./)) - before) / MESSAGES;
	};
	const toMatrix = await perMessage(() =>
		untilDone(bed, 'link', MESSAGES, () => sendFromRocketChat(bed, MESSAGES, 'counted')),
	);
	const toRocketChat = await perMessage(async () => {
		for (let number = 0; number < MESSAGES; number++) {
			await pushTransaction(bed, [cannedEventNumber(bed, number)]);
		}
	});
	return [
		{ what: 'host calls per warm text →', goal: '1', measured: toMatrix.toFixed(2) },
		{
			what: 'host calls per warm text ← (in the first ten minutes after a start one more)',
			goal: '2',
			measured: toRocketChat.toFixed(2),
		},
	];
}
