/** What of `2021-08-31T00:00:00` each format shows, and whether it is a time, which needs its zone. */
const formats: Readonly<Record<string, readonly [start: number, end: number]>> = {
	t: [11, 16],
	T: [11, 19],
	d: [0, 10],
	D: [0, 10],
	f: [0, 16],
	F: [0, 19],
	R: [0, 16],
};

/**
 * A timestamp as text. Matrix has no form for it that readers see in their own time zone, so it is shown in UTC.
 * @param content seconds since 1970, a date of ISO 8601, in UTC where it says no zone, or a time of day
 * @param format letter of Rocket.Chat's format
 * @returns undefined where it is no date
 */
export function timestampText(content: string, format: string): string | undefined {
	if (content.charAt(2) === ':') {
		return content;
	}
	const date = new Date(/^\d{10}$/.test(content) ? Number(content) * 1000 : withZone(content));
	const [start, end] = formats[format] ?? [0, 16];
	if (Number.isNaN(date.getTime())) {
		return undefined;
	}
	const shown = date.toISOString().slice(start, end).replace('T', ' ');
	return end > 10 ? `${shown} UTC` : shown;
}

const withZone = (date: string) => (/[+-]\d\d:\d\d$/.test(date) ? date : `${date}Z`);
