import { loadavg } from 'node:os';
import { WayBed } from './bed';
import { measureCalls } from './calls';
import { tableOf, type Row } from './figures';
import { measureFlood } from './flood';
import { measureIdle } from './idle';
import { readOptions, usage, type WayOptions } from './options';
import { measureOutages } from './outage';
import { ReferenceBridge } from './reference-bridge';
import { measureThroughput } from './throughput';
import { measureTransactions } from './transactions';

/** `REPEATED_AFTER_START_MS` of `src/delivery/transactions/transactions.ts`, and some more: the app has started before `WayBed` is ready. */
const SETTLED_AFTER = 605_000;

const startedAt = Date.now();
const progress = (line: string) =>
	console.error(`[${((Date.now() - startedAt) / 1_000).toFixed(0).padStart(5)} s] ${line}`);

/** Runs the parts one after the other against the same homeserver and workspaces, and prints one table. */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		console.log(usage);
		return;
	}
	const bed = await WayBed.start(options, progress);
	const readyAt = Date.now();
	try {
		console.log(tableOf(await measureAll(bed, options, readyAt)));
	} finally {
		await bed.stop();
	}
}

/** @param readyAt when the app had been started, milliseconds since 1970 */
async function measureAll(bed: WayBed, options: WayOptions, readyAt: number): Promise<Row[]> {
	const isWanted = (name: string) =>
		options.only.length === 0 || options.only.some((part) => name.includes(part));
	const rows: Row[] = [];
	const load = [loadavg()[0] ?? 0];
	const measure = async (name: string, part: () => Promise<readonly Row[]>) => {
		if (isWanted(name)) {
			progress(name);
			rows.push(...(await part()));
			load.push(loadavg()[0] ?? 0);
		}
	};
	await measure('throughput', async () => {
		const reference = await ReferenceBridge.start(bed, progress);
		try {
			return await measureThroughput(bed, reference, options, progress);
		} finally {
			await reference.stop();
		}
	});
	if (options.settled && (isWanted('calls') || isWanted('transactions'))) {
		progress('waiting until ten minutes after the start');
		await new Promise((resolve) => setTimeout(resolve, readyAt + SETTLED_AFTER - Date.now()));
	}
	await measure('calls', () => measureCalls(bed));
	await measure('transactions', () => measureTransactions(bed, options, progress));
	await measure('idle', () => measureIdle(bed));
	await measure('flood', () => measureFlood(bed, options, progress));
	const { app, workspace, homeserver } = await bed.processorTimes();
	rows.push({
		what: 'seconds of the processor up to here: app, workspace, Synapse',
		goal: '',
		measured: `${app.toFixed(0)} s, ${workspace.toFixed(0)} s, ${homeserver.toFixed(0)} s`,
	});
	await measure('outage', () => measureOutages(bed, options, progress));
	rows.push({
		what: 'load of the machine (average over a minute) at the beginning and after each part',
		goal: '',
		measured: load.map((value) => value.toFixed(1)).join(', '),
	});
	return rows;
}

main().then(
	() => process.exit(),
	(error: unknown) => {
		console.error(error);
		process.exit(2);
	},
);
