import { DOT, isTrailingPunctuation, UNDERSCORE } from '../characters';
import { isLinkable } from '../linkable';
import type { InlineNode } from '../nodes';
import { domainEnd, schemeAndHostEnd } from './host';
import { readAsText } from './item-reader';
import type { Line } from './line';
import { mailAddressAt } from './mail-address';

/**
 * Reads a mail or web address without markup. It becomes a link if its domain is a known one.
 * Rocket.Chat: rules "Email" and "AutolinkedURL"
 *
 *     see https://rocket.chat/docs, please
 *         ^                       ^
 */
export function readBareAddress(line: Line, at: number, out?: InlineNode[]): number {
	const mail = mailAddressAt(line, at);
	if (mail) {
		const address = `mailto:${line.text.slice(mail.start, mail.end)}`;
		return readAsLinkOrText(line, at, mail.end, address, out);
	}
	const underscored = underscoredDomainEnd(line, at);
	if (underscored >= 0) {
		return readAsText(line, at, underscored, out);
	}
	const end = webAddressEnd(line, at);
	return end < 0 ? -1 : readAsLinkOrText(line, at, end, line.text.slice(at, end), out);
}

/**
 * Finds the end of a web address. It goes up to the next space, without punctuation at its end.
 *
 *     see rocket.chat/docs, please
 *         ^               ^
 *
 * @returns -1 if none starts at `at`
 */
function webAddressEnd(line: Line, at: number): number {
	if (!line.mayContainAddress) {
		return -1;
	}
	const { text } = line;
	const separator = line.spanEnd('beforeDotOrScheme', at);
	if (text.charCodeAt(separator) !== DOT && !text.startsWith('://', separator)) {
		return -1;
	}
	const hostEnd = schemeAndHostEnd(line, at);
	if (hostEnd < 0) {
		return -1;
	}
	let end = line.spanEnd('word', hostEnd);
	while (end > hostEnd && isTrailingPunctuation(text.charCodeAt(end - 1))) {
		end--;
	}
	return end;
}

/**
 * Finds the end of an underscore and a domain. Its underscore starts no emphasis.
 *
 *     see _dmarc.example.org, please
 *         ^                 ^
 *
 * @returns -1 if none starts at `at`
 */
function underscoredDomainEnd(line: Line, at: number): number {
	if (!line.mayContainAddress || line.text.charCodeAt(at) !== UNDERSCORE) {
		return -1;
	}
	const end = domainEnd(line, at + 1);
	return end >= 0 && line.text.charCodeAt(end) !== UNDERSCORE ? end : -1;
}

function readAsLinkOrText(line: Line, at: number, end: number, address: string, out?: InlineNode[]): number {
	if (!out || !isLinkable(address, line.options.customDomains)) {
		return readAsText(line, at, end, out);
	}
	addBareLink(address, line.text.slice(at, end).replace(/^mailto:/, ''), out);
	return end;
}

/** Adds a link that shows its own address. */
export function addBareLink(address: string, text: string, out: InlineNode[]): void {
	out.push({ type: 'link', address, isBare: true, children: [{ type: 'text', text }] });
}
