import { Bed } from './bed';
import { readOptions, usage, type ChaosOptions } from './options';
import { judgeAgain, play, type Played } from './play';
import { Random } from './random';
import { scenarios } from './scenarios/all';
import type { Scenario } from './scenarios/scenario';
import { isRowClean, tableOf, type Row } from './table';

const usualPeople = { locals: 2, externals: 3 };
/** Accepted messages in each direction, where neither the scenario nor the command line says how many. */
const USUAL_MESSAGES = 120;

const startedAt = Date.now();
const progress = (line: string) =>
	console.error(`[${((Date.now() - startedAt) / 1_000).toFixed(0).padStart(5)} s] ${line}`);

/**
 * Plays the scenarios one after the other and prints one table. Exits with 1 if a message was lost, doubled, not in
 * order, not changed or not deleted, or if somebody was told something false.
 */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		console.log(`${usage}\n\nScenarios: ${scenarios.map(({ name }) => name).join(', ')}`);
		return;
	}
	const chosen = scenarios.filter(({ name, isExtra = false }) =>
		options.only.length === 0 ? !isExtra : options.only.some((part) => name.includes(part)),
	);
	if (chosen.length === 0) {
		throw new Error(
			`no scenario is called so; there are ${scenarios.map(({ name }) => name).join(', ')}`,
		);
	}
	console.log(`seed ${options.seed}, runtime ${options.runtime}\n`);
	const rows = await playAll(chosen, options);
	console.log(tableOf(rows));
	rows.forEach(({ name, notes, failures }) => {
		[...notes, ...failures.map((line) => `**wrong:** ${line}`)].forEach((line) => {
			console.log(`\n${name}: ${line}`);
		});
	});
	const failed = rows.filter((row) => !isRowClean(row));
	if (options.details) {
		failed.forEach(({ name, report }) => {
			console.log(`\n${name}: ${[...report.rocketchat.details, ...report.matrix.details].join(', ')}`);
		});
	}
	process.exitCode = failed.length > 0 ? 1 : 0;
}

/** Starts a new bed after each scenario with a failure: what is broken there must not count twice. */
async function playAll(chosen: readonly Scenario[], options: ChaosOptions): Promise<Row[]> {
	const rows: Row[] = [];
	let bed: Bed | undefined;
	let played: Played[] = [];
	const finish = async () => {
		if (bed) {
			for (const one of played) {
				rows.push(await judgeAgain(bed, one));
			}
			await bed.stop();
		}
		bed = undefined;
		played = [];
	};
	try {
		for (const [index, scenario] of chosen.entries()) {
			const {
				instances = 1,
				people = usualPeople,
				rooms = 'im',
				plan = 'community',
				setsClock,
			} = scenario;
			if (
				bed?.instances.length !== instances ||
				(bed.clock !== undefined) !== (setsClock !== undefined) ||
				bed.plan !== plan ||
				bed.rooms.length !== people.locals * people.externals ||
				bed.rooms[0]?.kind !== rooms
			) {
				await finish();
			}
			bed ??= await Bed.start({
				runtime: options.runtime,
				...people,
				rooms,
				instances,
				plan,
				setsClock: setsClock !== undefined,
				seed: options.seed,
				progress,
			});
			progress(`${scenario.name} (${index + 1} of ${chosen.length})`);
			const one = await play(bed, scenario, {
				run: index + 1,
				messages: options.messages ?? scenario.messages ?? USUAL_MESSAGES,
				patience: { clean: 3_000, unclean: options.patience, limit: 300_000 },
				random: new Random(options.seed + index),
				progress,
			});
			played.push(one);
			progress(summaryOf(one.row));
			if (!isRowClean(one.row)) {
				await finish();
			}
		}
		await finish();
	} finally {
		await bed?.stop();
	}
	return rows;
}

function summaryOf({ name, report, ledger, failures }: Row): string {
	const side = (arrow: string, part: 'rocketchat' | 'matrix') => {
		const wrong = Object.entries(report[part]).filter(
			([, count]) => typeof count === 'number' && count > 0,
		);
		const words = wrong.map(([what, count]) => `${what} ${String(count)}`).join(', ') || 'all right';
		return `${arrow} ${ledger[part].accepted} accepted, ${words}`;
	};
	return [`${name}: ${side('→', 'rocketchat')}`, side('←', 'matrix'), ...failures].join('; ');
}

main().then(
	() => process.exit(),
	(error: unknown) => {
		console.error(error);
		process.exit(2);
	},
);
