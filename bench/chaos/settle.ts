import type { Bed } from './bed';
import { isClean, readReport, type Judged, type Report } from './report';
import { pause } from './workload';

export interface Patience {
	/** Milliseconds without a change after which a clean report is final. */
	readonly clean: number;
	/** The same for a report that is not clean: what is missing may still be retried. */
	readonly unclean: number;
	/** Milliseconds after which every report is final. */
	readonly limit: number;
}

export interface Settled {
	readonly report: Report;
	/** Whether the last report still changed when the limit was reached. */
	readonly unsettled: boolean;
	/** Milliseconds from the call until the last change. */
	readonly after: number;
}

/** Milliseconds between two readings, at least. */
const INTERVAL = 1_000;
/** The pause between two readings is at least so many times as long as a reading. */
const READING_SHARE = 4;

/** Reads both histories until nothing changes any more. */
export async function settle(bed: Bed, judged: Judged, patience: Patience): Promise<Settled> {
	const startedAt = Date.now();
	let changedAt = startedAt;
	let last = '';
	for (;;) {
		const readAt = Date.now();
		const report = await readReport(bed, judged);
		const text = JSON.stringify(report);
		if (text !== last) {
			changedAt = Date.now();
			last = text;
		}
		const clean = isClean(report.rocketchat) && isClean(report.matrix);
		const unchangedFor = Date.now() - changedAt;
		const after = changedAt - startedAt;
		if (unchangedFor >= (clean ? patience.clean : patience.unclean)) {
			return { report, after, unsettled: false };
		}
		if (Date.now() - startedAt > patience.limit) {
			return { report, after, unsettled: true };
		}
		// Long histories take long to read, which must not slow down what is waited for.
		await pause(Math.max(INTERVAL, READING_SHARE * (Date.now() - readAt)));
	}
}
