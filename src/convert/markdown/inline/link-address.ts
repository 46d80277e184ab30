import { LEFT_PARENTHESIS, RIGHT_PARENTHESIS, VERTICAL_BAR } from '../characters';
import { schemeAndHostEnd, schemeEnd } from './host';
import { repetitionKeys, type Line } from './line';
import { phoneNumberEnd } from './phone-number';

/**
 * Finds the end of the address in `](address)`. It may contain parentheses, one level deep.
 * Rocket.Chat: rule "MarkdownLinkRef"
 *
 *     see [this](https://rocket.chat/a_(b)) please
 *                ^                        ^
 *
 * @returns the position of the `)`, or -1
 */
export function linkAddressEnd(line: Line, at: number): number {
	const end = addressEnd(line, at, (from) =>
		line.repeat(repetitionKeys.linkAddress, from, (position) =>
			charactersOrParenthesesEnd(line, position),
		),
	);
	return line.text.charCodeAt(end) === RIGHT_PARENTHESIS ? end : -1;
}

/**
 * Finds the end of the address in `<address|text>`. Rocket.Chat: rule "LinkRef"
 *
 *     see <https://rocket.chat|this> please
 *          ^                  ^
 *
 * @returns the position of the `|`, or -1
 */
export function angledAddressEnd(line: Line, at: number): number {
	const end = addressEnd(line, at, (from) => line.spanEnd('linkAddressWithParenthesis', from));
	return line.text.charCodeAt(end) === VERTICAL_BAR ? end : -1;
}

/**
 * Reads a host with or without a scheme, or anything after a scheme, or a phone number.
 *
 *     [call](tel:12345) or [this](rocket.chat/docs)
 *            ^        ^
 *
 * @param restEnd finds the end of what follows the host or the scheme
 * @returns the position after it, or -1
 */
function addressEnd(line: Line, at: number, restEnd: (from: number) => number): number {
	const host = schemeAndHostEnd(line, at);
	if (host >= 0) {
		return restEnd(host);
	}
	const scheme = schemeEnd(line, at);
	const end = scheme < 0 ? -1 : restEnd(scheme);
	return end > scheme ? end : phoneNumberEnd(line, at);
}

/**
 * Reads characters of an address, or a pair of parentheses and what is in it.
 *
 *     [this](https://rocket.chat/a_(b)_c)
 *                                  ^  ^
 *
 * @returns the position after them, or -1
 */
function charactersOrParenthesesEnd(line: Line, at: number): number {
	if (line.text.charCodeAt(at) !== LEFT_PARENTHESIS) {
		const end = line.spanEnd('linkAddress', at);
		return end > at ? end : -1;
	}
	const close = line.spanEnd('linkAddressWithParenthesis', at);
	return line.text.charCodeAt(close) === RIGHT_PARENTHESIS ? close + 1 : -1;
}
