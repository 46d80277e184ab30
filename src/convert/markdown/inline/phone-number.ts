import type { InlineNode, LinkNode } from '../nodes';
import { addBareLink } from './bare-address';
import { readAsText } from './item-reader';
import type { Line } from './line';

const phoneNumberSyntax = /\+(?:\d+-\d+|\(\d+\)(?:-\d+|\d+-\d+|\d+)|\d+)/y;
/** Digits of the shortest phone number that becomes a link. */
const FEWEST_DIGITS = 5;

const digitsOf = (typed: string) => typed.replace(/\D/g, '');

/**
 * Finds the end of a phone number of any length. Rocket.Chat: rule "Phone"
 *
 *     call +(1)555-67, please
 *          ^         ^
 *
 * @returns -1 if none starts at `at`
 */
export function phoneNumberEnd({ text }: Line, at: number): number {
	phoneNumberSyntax.lastIndex = at;
	return phoneNumberSyntax.test(text) ? phoneNumberSyntax.lastIndex : -1;
}

/**
 * Reads a phone number. A short one stays text. Rocket.Chat: rule "AutolinkedPhone"
 *
 *     call +1-5551234567, please
 *          ^            ^
 */
export function readPhoneNumber(line: Line, at: number, out?: InlineNode[]): number {
	const end = phoneNumberEnd(line, at);
	if (end < 0) {
		return -1;
	}
	const typed = line.text.slice(at, end);
	if (digitsOf(typed).length < FEWEST_DIGITS) {
		return readAsText(line, at, end, out);
	}
	if (out) {
		addBareLink(linkAddress(typed).address, typed, out);
	}
	return end;
}

/** @returns the address of a link: a phone number gets the scheme `tel:`, everything else stays as typed */
export function linkAddress(typed: string): Pick<LinkNode, 'address' | 'typed'> {
	return typed.startsWith('+') && !typed.includes(':')
		? { address: `tel:${digitsOf(typed)}`, typed }
		: { address: typed };
}
