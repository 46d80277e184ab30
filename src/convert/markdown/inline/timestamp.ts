import type { InlineNode } from '../nodes';
import { readEscapedUpTo } from './escape';
import type { Line } from './line';

const timeOfDay = '\\d\\d:\\d\\d(?::\\d\\d)?';
const zone = '(?:[+-]\\d\\d:\\d\\d)?';
const date = `\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?`;
const timestampSyntax = new RegExp(
	`(\\\\?)<t:(\\d{10}|${date}${zone}|${timeOfDay}${zone})(?::([tTdDfFR]))?>`,
	'y',
);

/**
 * Reads a timestamp. Rocket.Chat: rule "TimestampRules"
 *
 *     at <t:1630360800:f> sharp
 *        ^               ^
 *
 * Behind a backslash it is text. Rule "EscapedTimestampRules"
 *
 *     at \<t:1630360800:f> sharp
 *        ^                ^
 */
export function readTimestamp(line: Line, at: number, out?: InlineNode[]): number {
	timestampSyntax.lastIndex = at;
	const [typed, backslash, value = '', format = 't'] = timestampSyntax.exec(line.text) ?? [];
	if (typed === undefined) {
		return -1;
	}
	const end = at + typed.length;
	if (backslash) {
		return readEscapedUpTo(line, at, end, out);
	}
	out?.push({ type: 'timestamp', value, format, start: line.offset + at, end: line.offset + end });
	return end;
}
