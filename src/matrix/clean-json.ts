import { wellFormed } from '../convert/well-formed';

/**
 * Levels of objects and arrays that are kept inside a value. The engine's format for calls stops at 100 levels, MongoDB too,
 * and a record or a call adds some around an event.
 */
const MAX_DEPTH = 50;

/** What was taken out of a value. */
export type CleaningReason = 'prototype key' | 'key with NUL' | 'too deep';

/**
 * Takes out of a value what the workspace cannot store or pass on: a key `__proto__`, at which the decoder of the engine's
 * calls throws and its process ends; a key with a NUL character, which MongoDB refuses; and what is nested too deep. Lone
 * surrogates, which UTF-8 cannot write, are replaced.
 * @param value as `JSON.parse` returns it
 * @param reasons gets every reason for which something was taken out
 * @param cleanText cleans a text
 * @returns the value itself if there was nothing to change, otherwise a copy
 */
export function cleanJson(
	value: unknown,
	reasons: Set<CleaningReason>,
	depth = MAX_DEPTH,
	cleanText = wellFormed,
): unknown {
	if (typeof value === 'string') {
		return cleanText(value);
	}
	if (typeof value !== 'object' || value === null) {
		return value;
	}
	if (depth === 0) {
		reasons.add('too deep');
		return undefined;
	}
	if (Array.isArray(value)) {
		const cleaned = value.map((item) => cleanJson(item, reasons, depth - 1, cleanText) ?? null);
		return cleaned.some((item, index) => item !== value[index]) ? cleaned : value;
	}
	let changed = false;
	const cleaned: [string, unknown][] = [];
	for (const [key, field] of Object.entries(value)) {
		const problem = problemOf(key);
		if (problem) {
			reasons.add(problem);
			changed = true;
			continue;
		}
		const cleanField = cleanJson(field, reasons, depth - 1, cleanText);
		changed ||= cleanField !== field;
		if (cleanField !== undefined) {
			cleaned.push([key, cleanField]);
		}
	}
	return changed ? Object.fromEntries(cleaned) : value;
}

/**
 * Cleans what an event says. NUL goes as well: Rocket.Chat takes it out of a message later, and then what it kept apart would be a
 * mention or markup.
 */
export function cleanContent(content: unknown, reasons: Set<CleaningReason>): unknown {
	return cleanJson(content, reasons, MAX_DEPTH - 1, (text) => wellFormed(text).replaceAll('\0', ''));
}

function problemOf(key: string): CleaningReason | undefined {
	if (key === '__proto__') {
		return 'prototype key';
	}
	return key.includes('\0') ? 'key with NUL' : undefined;
}
