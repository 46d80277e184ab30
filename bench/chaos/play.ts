import type { Bed } from './bed';
import type { Random } from './random';
import { readReport, toldSoFar, type ToldBefore } from './report';
import type { Scenario } from './scenarios/scenario';
import { settle, type Patience } from './settle';
import type { Row } from './table';
import { Workload, type WorkloadOptions } from './workload';

/** A scenario that was played, and what is needed to judge it again. */
export interface Played {
	readonly row: Row;
	readonly run: number;
	readonly before: ToldBefore;
}

export interface PlayOptions {
	readonly run: number;
	/** Accepted messages in each direction. */
	readonly messages: number;
	readonly patience: Patience;
	readonly random: Random;
}

const usualWorkload: Omit<WorkloadOptions, 'messages'> = {
	writers: 1,
	pause: 500,
	// A few long texts in one transaction make it larger than the 100 kB that a workspace takes.
	long: 0.01,
	edited: 0.08,
	deleted: 0.06,
	reacted: 0.1,
	sides: ['rocketchat', 'matrix'],
};

/** Lets people write while the scenario's faults happen, waits until all is quiet, and compares both histories. */
export async function play(
	bed: Bed,
	scenario: Scenario,
	{ run, messages, patience, random }: PlayOptions,
): Promise<Played> {
	const before = await toldSoFar(bed);
	const workload = new Workload(bed, run, { ...usualWorkload, messages, ...scenario.workload }, random);
	const written = new AbortController();
	await Promise.all([
		workload.write().finally(() => written.abort()),
		scenario.faults({ bed, random, written: written.signal }).finally(() => bed.heal()),
	]);
	const { report, after, unsettled } = await settle(bed, run, before, patience);
	const { name, title } = scenario;
	const row = { name, title, ledger: workload.ledger, report, settledAfter: after, unsettled };
	return { row, run, before };
}

/** Judges a scenario again, when other ones were played meanwhile: a message may come twice much later. */
export async function judgeAgain(bed: Bed, { row, run, before }: Played): Promise<Row> {
	const report = await readReport(bed, run, before);
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
