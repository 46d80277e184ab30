import { CronTime } from './cron-time';

const second = 1000;
const unitLengths: Record<string, number> = {
	second,
	minute: 60 * second,
	hour: 3600 * second,
	day: 24 * 3600 * second,
	week: 7 * 24 * 3600 * second,
	month: 30 * 24 * 3600 * second,
	year: 365 * 24 * 3600 * second,
};

/** Milliseconds of an English duration such as `30 seconds` or `1 hour and 15 minutes` (npm's human-interval). */
export function durationOf(text: string): number | undefined {
	const parts = text
		.trim()
		.toLowerCase()
		.split(/\s*(?:,|\band\b)\s*/);
	let total = 0;
	for (const part of parts) {
		const match = /^(\d+(?:\.\d+)?|an?)?\s*([a-z]+?)s?$/.exec(part);
		const length = unitLengths[match?.[2] ?? ''];
		if (!match || length === undefined) {
			return undefined;
		}
		const count = match[1] === undefined || match[1].startsWith('a') ? 1 : Number(match[1]);
		total += count * length;
	}
	return total;
}

/**
 * When a recurring job runs next (packages/agenda/src/Job.ts, `_computeFromInterval`): a cron expression counts from
 * the last run, a duration is added to it, and without a last run a duration means now.
 * @param interval - cron expression, English duration, or milliseconds
 * @throws if the interval is not understood
 */
export function nextRun(interval: string | number, lastRunAt: Date | undefined, previous: Date): Date {
	const from = lastRunAt ?? new Date();
	const cron = typeof interval === 'string' ? CronTime.parse(interval) : undefined;
	if (cron) {
		const next = cron.next(from);
		return next.getTime() <= previous.getTime() ? cron.next(new Date(from.getTime() + second)) : next;
	}
	const duration = typeof interval === 'number' ? interval : durationOf(interval);
	if (duration === undefined) {
		throw new Error(`The sandbox does not understand the interval "${interval}"`);
	}
	return lastRunAt || duration === 0 ? new Date(from.getTime() + duration) : from;
}

/**
 * The moment that a single job is scheduled for: a date, or English such as `in 10 seconds` (npm's date.js, of which
 * only durations from now are understood here).
 * @throws if it is not understood
 */
export function momentOf(when: string | Date): Date {
	const date = new Date(when);
	if (!Number.isNaN(date.getTime())) {
		return date;
	}
	const text = String(when).trim().toLowerCase();
	const duration = text === 'now' ? 0 : durationOf(text.replace(/^in\s+/, '').replace(/\s+from now$/, ''));
	if (duration === undefined) {
		throw new Error(`The sandbox does not understand the time "${text}"`);
	}
	return new Date(Date.now() + duration);
}
