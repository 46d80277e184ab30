/**
 * Which part of `2021-08-31T00:00:00` each format of Rocket.Chat shows. `R`, the relative time, shows the date and
 * time.
 */
const shownPart: Readonly<Record<string, readonly [start: number, end: number]>> = {
	t: [11, 16],
	T: [11, 19],
	d: [0, 10],
	D: [0, 10],
	f: [0, 16],
	F: [0, 19],
	R: [0, 16],
};
const DATE_LENGTH = '2021-08-31'.length;

/**
 * Writes a timestamp as text. Matrix has no timestamps that each reader sees in their own time zone, so UTC is shown.
 * @param value seconds since 1970, an ISO 8601 date (in UTC if it has no zone) or a time of day, which stays as typed
 * @param format the letter of one of Rocket.Chat's formats
 * @returns undefined if the value is no valid date
 */
export function timestampText(value: string, format: string): string | undefined {
	if (value.charAt(2) === ':') {
		return value;
	}
	const date = new Date(/^\d{10}$/.test(value) ? Number(value) * 1000 : withZone(value));
	const [start, end] = shownPart[format] ?? [0, 16];
	if (Number.isNaN(date.getTime())) {
		return undefined;
	}
	const text = date.toISOString().slice(start, end).replace('T', ' ');
	return end > DATE_LENGTH ? `${text} UTC` : text;
}

const withZone = (date: string) => (/[+-]\d\d:\d\d$/.test(date) ? date : `${date}Z`);
