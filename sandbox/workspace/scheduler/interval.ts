import { CronExpressionParser } from 'cron-parser';
import humanInterval from 'human-interval';

/**
 * When a recurring job runs next (packages/agenda/src/Job.ts, `_computeFromInterval`): a cron expression counts from
 * the last run, a duration is added to it, and without a last run a duration means now.
 * @param interval - cron expression, English duration such as `1 hour and 15 minutes`, or milliseconds
 * @param lastRunAt - the last run, if there was one
 * @param previous - the time that was planned for the run before; the next one is later
 * @throws if the interval is not understood. Agenda takes such an interval as 0 ms and runs the job without a pause.
 */
export function nextRun(interval: string | number, lastRunAt: Date | undefined, previous: Date): Date {
	const from = lastRunAt ?? new Date();
	const next = typeof interval === 'string' ? nextByCron(interval, from) : undefined;
	if (typeof interval === 'string' && next) {
		const isLater = next.getTime() > previous.getTime();
		return isLater ? next : (nextByCron(interval, new Date(from.getTime() + 1000)) ?? next);
	}
	const duration = typeof interval === 'number' ? interval : durationOf(interval);
	if (duration === undefined) {
		throw new Error(`The sandbox does not understand the interval "${interval}"`);
	}
	return lastRunAt || duration === 0 ? new Date(from.getTime() + duration) : from;
}

/**
 * The time that a single job is scheduled for: a date, or a duration from now such as `in 10 seconds`. Agenda reads
 * texts with npm's `date.js`, which knows more English and takes every other text as now.
 * @throws if it is not understood
 */
export function timeOf(when: string | Date): Date {
	const date = new Date(when);
	if (!Number.isNaN(date.getTime())) {
		return date;
	}
	const text = String(when).trim().toLowerCase();
	const duration = text === 'now' ? 0 : durationOf(text);
	if (duration === undefined) {
		throw new Error(`The sandbox does not understand the time "${text}"`);
	}
	return new Date(Date.now() + duration);
}

/** Milliseconds of an English duration, read by the package that Agenda uses. */
function durationOf(text: string): number | undefined {
	const duration = humanInterval(text.replace(/^in\s+/, ''));
	return typeof duration === 'number' && Number.isFinite(duration) ? duration : undefined;
}

/**
 * The first time after `from` that a cron expression names, in local time.
 * @param text - five fields, or six with the seconds in front
 * @returns `undefined` if the text is no cron expression
 * @throws for a month given as a number: Agenda's `cron` 1.8 counts months from 0, `cron-parser` from 1
 */
function nextByCron(text: string, from: Date): Date | undefined {
	const fields = text.trim().split(/\s+/);
	if (fields.length < 5 || fields.length > 6) {
		return undefined;
	}
	let next: Date;
	try {
		next = CronExpressionParser.parse(text, { currentDate: from }).next().toDate();
	} catch {
		return undefined;
	}
	if (/\d/.test(fields.at(-2) ?? '')) {
		throw new Error(`The sandbox does not understand the month in the interval "${text}": use its name`);
	}
	return next;
}
