import type { Bed } from './bed';
import { growthLines } from './growth';
import type { ChaosProxy } from './proxy';
import type { Random } from './random';
import { readReport, toldSoFar, type Judged } from './report';
import type { Scenario } from './scenarios/scenario';
import { settle, type Patience } from './settle';
import type { Row } from './table';

/** A scenario that was played, and what is needed to judge it again. */
export interface Played {
	readonly row: Row;
	readonly judged: Judged;
}

interface PlayOptions {
	readonly run: number;
	/** Accepted messages in each direction. */
	readonly messages: number;
	readonly progress: (line: string) => void;
	readonly patience: Patience;
	readonly random: Random;
}

/** Lets people write while the scenario's faults happen, waits until all is quiet, and compares both histories. */
export async function play(
	bed: Bed,
	scenario: Scenario,
	{ run, messages, patience, random, progress }: PlayOptions,
): Promise<Played> {
	const { order = 'all' } = scenario;
	const judged: Judged = { run, before: await toldSoFar(bed), order };
	const notes: string[] = [];
	const failures: string[] = [];
	[bed.toHomeserver, bed.toWorkspace].forEach(({ refusals }) => refusals.clear());
	const first = await bed.workspace.figures();
	const ledger = await scenario
		.act({
			...{ bed, run, messages, random, progress },
			note: (line) => notes.push(line),
			fail: (line) => failures.push(line),
		})
		.finally(() => bed.heal());
	const { report, after, unsettled } = await settle(bed, judged, patience);
	const last = await bed.workspace.figures();
	if (scenario.measuresGrowth && first && last) {
		notes.push(...growthLines(first, last, ledger.rocketchat.accepted + ledger.matrix.accepted));
	}
	notes.push(
		...refusalsAt(bed.toHomeserver, 'the homeserver'),
		...refusalsAt(bed.toWorkspace, 'the workspace'),
	);
	const { name, title } = scenario;
	const row = { name, title, ledger, report, order, notes, failures, settledAfter: after, unsettled };
	return { row, judged };
}

/** Judges a scenario again, when other ones were played meanwhile: a message may come twice much later. */
export async function judgeAgain(bed: Bed, { row, judged }: Played): Promise<Row> {
	const report = await readReport(bed, judged);
	// Texts that later scenarios caused do not count.
	const { rocketchat, matrix } = row.report;
	return {
		...row,
		report: {
			rocketchat: {
				...report.rocketchat,
				told: rocketchat.told,
				toldFalsely: rocketchat.toldFalsely,
			},
			matrix: { ...report.matrix, told: matrix.told, toldFalsely: matrix.toldFalsely },
		},
	};
}

/** @returns one line for each status with which the target refused requests, for example 413 for too large ones */
function refusalsAt({ refusals }: ChaosProxy, target: string): string[] {
	return [...refusals].map(([status, count]) => `${target} answered ${count} requests with ${status}`);
}
