import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { appRuntimes, type AppRuntime } from '../../sandbox/workspace/engine/app-runtime';
import { markdownTable } from '../../scripts/markdown-table';
import { median } from '../way/figures';
import { FileBed } from './bed';
import { toMatrix, toRocketChat, type Transfer } from './transfer';

const usage = `npm run bench files       files of several sizes each way, beside a copy by curl in the same run

  --size MB               one size, in megabytes of 1,048,576 bytes; may be repeated (default: 1, 10, 25, 50)
  --rounds N              transfers of each size and direction (default: 3)
  --runtime NAME          what runs the app's code; may be repeated (default: ${appRuntimes.join(', ')})`;

const MEGABYTE = 1_048_576;

const directions = [
	{ arrow: '→', transfer: toMatrix },
	{ arrow: '←', transfer: toRocketChat },
] as const;

const startedAt = Date.now();
const progress = (line: string) =>
	console.error(`[${((Date.now() - startedAt) / 1_000).toFixed(0).padStart(5)} s] ${line}`);

/** Sends files of each size in each direction, in each runtime, without and with the workspace token, and prints one table. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		args: process.argv.slice(2),
		options: {
			help: { type: 'boolean', default: false },
			size: { type: 'string', multiple: true, default: ['1', '10', '25', '50'] },
			rounds: { type: 'string', default: '3' },
			runtime: { type: 'string', multiple: true, default: [...appRuntimes] },
		},
	});
	if (values.help) {
		console.log(usage);
		return;
	}
	const runtimes = appRuntimes.filter((name) => values.runtime.includes(name));
	const rows: string[][] = [];
	for (const runtime of runtimes) {
		rows.push(...(await measure(runtime, values.size.map(Number), Number(values.rounds))));
	}
	const head = ['', 'size', 'time', 'copy', 'ratio', 'app', 'workspace'];
	console.log(markdownTable(head, ['---', ...head.slice(1).map(() => '--:')], rows));
}

/** @returns rows of the table */
async function measure(runtime: AppRuntime, sizes: readonly number[], rounds: number): Promise<string[][]> {
	progress(`starting a workspace with ${runtime} and a homeserver`);
	const bed = await FileBed.start(runtime);
	const rows: string[][] = [];
	try {
		for (const isWithToken of [false, true]) {
			if (isWithToken) {
				await bed.giveToken();
			}
			for (const { arrow, transfer } of directions) {
				for (const size of sizes) {
					const transfers: Transfer[] = [];
					for (let round = 0; round < rounds; round++) {
						transfers.push(await transfer(bed, size * MEGABYTE));
					}
					const what = `${arrow} ${runtime}${isWithToken ? ', token' : ''}`;
					const row = [what, `${size} MB`, ...cellsOf(transfers)];
					progress(`${row.join(', ')}; load ${(loadavg()[0] ?? 0).toFixed(1)}`);
					rows.push(row);
				}
			}
		}
	} finally {
		await bed.stop();
	}
	return rows;
}

/** @returns the medians, and the most memory */
function cellsOf(transfers: readonly Transfer[]): string[] {
	const seconds = (times: readonly number[]) => `${(median(times) / 1_000).toFixed(2)} s`;
	const megabytes = (bytes: readonly number[]) => `${(Math.max(...bytes) / MEGABYTE).toFixed(0)} MB`;
	const memory = [
		megabytes(transfers.map(({ app }) => app)),
		megabytes(transfers.map(({ workspace }) => workspace)),
	];
	const carried = transfers.flatMap(({ time, copy }) => (time === undefined ? [] : [{ time, copy }]));
	const copies = seconds(transfers.map(({ copy }) => copy));
	return carried.length < transfers.length
		? ['refused', copies, '', ...memory]
		: [
				seconds(carried.map(({ time }) => time)),
				copies,
				median(carried.map(({ time, copy }) => time / copy)).toFixed(1),
				...memory,
			];
}

main().then(
	() => process.exit(),
	(error: unknown) => {
		console.error(error);
		process.exit(2);
	},
);
