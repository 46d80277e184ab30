import { AT_SIGN, DOT, isMailCharacter, isMailSign } from '../characters';
import { domainEnd } from './host';
import type { Line } from './line';

/** The position of a mail address in a line, without `mailto:`. */
interface MailAddress {
	readonly start: number;
	readonly end: number;
}

const MAILTO = 'mailto:';

/**
 * Finds the mail address at a position, which may have `mailto:` before it. Rocket.Chat: rule "Email"
 *
 *     to mailto:alice@example.org or bob
 *        ^                       ^
 *
 * @returns undefined if none starts at `at`
 */
export function mailAddressAt(line: Line, at: number): MailAddress | undefined {
	const { text } = line;
	const atSign = line.mayContainMail ? line.spanEnd('beforeAtSign', at) : -1;
	if (atSign < 0 || text.charCodeAt(atSign) !== AT_SIGN) {
		return undefined;
	}
	const start = text.startsWith(MAILTO, at) ? at + MAILTO.length : at;
	if (start < earliestStart(line, atSign) || start >= atSign || !isMailCharacter(text.charCodeAt(start))) {
		return undefined;
	}
	const end = domainEnd(line, atSign + 1);
	return end < 0 ? undefined : { start, end };
}

/**
 * Goes back from the `@` over everything that the local name of a mail address may consist of.
 *
 *     (alice.b@example.org)
 *      ^      ^
 *
 * @param atSign the second caret
 * @returns the first caret
 */
function earliestStart(line: Line, atSign: number): number {
	if (line.earliestMailStart.atSign === atSign) {
		return line.earliestMailStart.start;
	}
	const { text } = line;
	let start = atSign;
	for (; start > 0; start--) {
		const code = text.charCodeAt(start - 1);
		const isDotInName = code === DOT && start < atSign && isMailCharacter(text.charCodeAt(start));
		if (!isMailCharacter(code) && !isMailSign(code) && !isDotInName) {
			break;
		}
	}
	line.earliestMailStart = { atSign, start };
	return start;
}
