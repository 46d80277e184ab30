/** The values each field of a cron expression may take, in order: second, minute, hour, day of month, month, day of week. */
const fields = [
	{ name: 'second', from: 0, to: 59 },
	{ name: 'minute', from: 0, to: 59 },
	{ name: 'hour', from: 0, to: 23 },
	{ name: 'day of month', from: 1, to: 31 },
	{ name: 'month', from: 0, to: 11 },
	{ name: 'day of week', from: 0, to: 7 },
] as const;

/** Nothing that can happen at all is further away: 29 February on a given day of the week, and the century. */
const furthestYears = 41;

/**
 * A cron expression of five fields, or of six with seconds in front, in local time, as the npm package `cron` reads it
 * for Rocket.Chat's Agenda. Months count from 1 here as there. Names of months and days are not understood.
 */
export class CronTime {
	private constructor(private readonly allowed: readonly (ReadonlySet<number> | undefined)[]) {}

	/** @returns `undefined` if the text is no cron expression */
	static parse(text: string): CronTime | undefined {
		const parts = text.trim().split(/\s+/);
		if (parts.length === 5) {
			parts.unshift('0');
		}
		if (parts.length !== 6 || !parts.every((part) => /^[\d*,/-]+$/.test(part))) {
			return undefined;
		}
		return new CronTime(parts.map((part, index) => allowedValues(part, index)));
	}

	/** The first moment after the given one that fits. */
	next(after: Date): Date {
		const moment = new Date(after.getTime());
		moment.setMilliseconds(0);
		moment.setSeconds(moment.getSeconds() + 1);
		const end = after.getFullYear() + furthestYears;
		while (moment.getFullYear() < end) {
			if (!this.allows(4, moment.getMonth())) {
				moment.setMonth(moment.getMonth() + 1, 1);
				moment.setHours(0, 0, 0);
			} else if (!this.allowsDay(moment)) {
				moment.setDate(moment.getDate() + 1);
				moment.setHours(0, 0, 0);
			} else if (!this.allows(2, moment.getHours())) {
				moment.setHours(moment.getHours() + 1, 0, 0);
			} else if (!this.allows(1, moment.getMinutes())) {
				moment.setMinutes(moment.getMinutes() + 1, 0);
			} else if (!this.allows(0, moment.getSeconds())) {
				moment.setSeconds(moment.getSeconds() + 1);
			} else {
				return moment;
			}
		}
		throw new Error('No time fits this cron expression');
	}

	private allows(field: number, value: number): boolean {
		return this.allowed[field]?.has(value) ?? true;
	}

	/** Where both days are restricted, either one suffices. */
	private allowsDay(moment: Date): boolean {
		const ofMonth = this.allows(3, moment.getDate());
		const ofWeek = this.allows(5, moment.getDay()) || (moment.getDay() === 0 && this.allows(5, 7));
		const both = this.allowed[3] !== undefined && this.allowed[5] !== undefined;
		return both ? ofMonth || ofWeek : ofMonth && ofWeek;
	}
}

/** The values one field allows, `undefined` for all of them. */
function allowedValues(part: string, index: number): ReadonlySet<number> | undefined {
	if (part === '*') {
		return undefined;
	}
	const field = fields[index];
	if (!field) {
		throw new RangeError('Too many fields');
	}
	const shift = field.name === 'month' ? 1 : 0;
	const values = new Set<number>();
	for (const item of part.split(',')) {
		const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(item);
		if (!match) {
			throw new Error(`"${item}" is no valid ${field.name}`);
		}
		const step = Number(match[3] ?? 1);
		const from = match[1] === undefined ? field.from : Number(match[1]) - shift;
		const last = match[1] === undefined || match[3] !== undefined ? field.to : from;
		const to = match[2] === undefined ? last : Number(match[2]) - shift;
		if (from < field.from || to > field.to || from > to || step < 1) {
			throw new RangeError(`"${item}" is out of the range of a ${field.name}`);
		}
		for (let value = from; value <= to; value += step) {
			values.add(value);
		}
	}
	return values;
}
