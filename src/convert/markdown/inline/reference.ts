import { GREATER_THAN, isSpace, LEFT_BRACKET, LESS_THAN } from '../characters';
import { addText, type InlineNode } from '../nodes';
import { REFERENCE_BIT, type EmphasisReader } from './emphasis-kinds';
import { readAsText, readSpaces } from './item-reader';
import { repetitionKeys, type Line } from './line';
import { angledAddressEnd, linkAddressEnd } from './link-address';
import { linkAddress } from './phone-number';
import { withoutMentions } from './reference-text';

/**
 * References: links with a text of their own, which may contain emphasis but no other reference.
 * Emphasis contains references in turn, so its reader is a parameter.
 * Rocket.Chat: rule "References" and the rules inside it
 */

/**
 * Reads `[text](address)` or `<address|text>`. Nothing in the text is a mention. Rule "References"
 *
 *     see [this](rocket.chat) please
 *         ^                  ^
 *     see <rocket.chat|this> please
 *         ^                 ^
 */
export function readReference(
	line: Line,
	at: number,
	enclosing: number,
	readEmphasis: EmphasisReader,
	out?: InlineNode[],
): number {
	if ((enclosing & REFERENCE_BIT) !== 0) {
		return -1;
	}
	const first = line.text.charCodeAt(at);
	if (first === LEFT_BRACKET) {
		return readBracketedReference(line, at, enclosing | REFERENCE_BIT, readEmphasis, out);
	}
	return first === LESS_THAN ? readAngledReference(line, at, out) : -1;
}

/**
 * Reads `[text](address)`.
 *
 *     see [*this* page](rocket.chat) please
 *         ^                         ^
 *
 * @param enclosing includes `REFERENCE_BIT`
 */
function readBracketedReference(
	line: Line,
	at: number,
	enclosing: number,
	readEmphasis: EmphasisReader,
	out?: InlineNode[],
): number {
	const textEnd = line.repeat(repetitionKeys.reference + enclosing, at + 1, (position) =>
		readReferenceTextItem(line, position, enclosing, readEmphasis),
	);
	const close = line.text.startsWith('](', textEnd) ? linkAddressEnd(line, textEnd + 2) : -1;
	if (close < 0 || !out) {
		return close < 0 ? -1 : close + 1;
	}
	const address = line.text.slice(textEnd + 2, close);
	const children: InlineNode[] = [];
	for (let position = at + 1; position < textEnd;) {
		position = readReferenceTextItem(line, position, enclosing, readEmphasis, children);
	}
	if (children.length === 0) {
		addText(children, address);
	}
	out.push({
		type: 'link',
		...linkAddress(address),
		isBare: false,
		children: children.map(withoutMentions),
	});
	return close + 1;
}

/**
 * Reads one item of the text of `[text](address)`. Rule "LinkTitle"
 *
 *     see [*this* page](rocket.chat) please
 *          ^     ^
 */
function readReferenceTextItem(
	line: Line,
	at: number,
	enclosing: number,
	readEmphasis: EmphasisReader,
	out?: InlineNode[],
): number {
	const { text: source } = line;
	if (at >= source.length) {
		return -1;
	}
	const end = isSpace(source.charCodeAt(at))
		? readSpaces(line, at, out)
		: readEmphasis(line, at, enclosing, out);
	if (end >= 0) {
		return end;
	}
	const plainEnd = line.spanEnd('plainReferenceText', at);
	if (plainEnd > at) {
		return readAsText(line, at, plainEnd, out);
	}
	const isEndOfText =
		source.startsWith('](', at) ||
		(source.startsWith('] [', at) && source.startsWith('](', line.find(']', at + 3)));
	return isEndOfText ? -1 : readAsText(line, at, at + 1, out);
}

/**
 * Reads `<address|text>`. Its text contains no markup.
 *
 *     see <rocket.chat|*this* page> please
 *         ^                        ^
 */
function readAngledReference(line: Line, at: number, out?: InlineNode[]): number {
	const addressEnd = angledAddressEnd(line, at + 1);
	const close = addressEnd < 0 ? -1 : line.spanEnd('angledReferenceText', addressEnd + 1);
	if (close <= addressEnd + 1 || line.text.charCodeAt(close) !== GREATER_THAN) {
		return -1;
	}
	out?.push({
		type: 'link',
		...linkAddress(line.text.slice(at + 1, addressEnd)),
		isBare: false,
		children: [{ type: 'text', text: line.text.slice(addressEnd + 1, close) }],
	});
	return close + 1;
}
