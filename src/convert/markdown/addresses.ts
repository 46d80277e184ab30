import {
	isBehindDash,
	isCredentialsCharacter,
	isDigit,
	isMailCharacter,
	isMailSign,
	isSchemeCharacter,
	isTrailing,
} from './characters';
import { repetitions, type Line } from './line';

/** Ends of what is read are places in the line; -1 says that it does not stand there. */

const AT = 0x40;
const DASH = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const UNDERSCORE = 0x5f;
const LONGEST_SCHEME = 32;

/** Reads `scheme:`. */
function schemeEnd({ text }: Line, at: number): number {
	let end = at;
	while (end - at < LONGEST_SCHEME && isSchemeCharacter(text.charCodeAt(end))) {
		end++;
	}
	return end > at && text.charCodeAt(end) === COLON ? end + 1 : -1;
}

/** Reads a name of two labels or more, or `localhost`. */
function domainEnd(line: Line, at: number): number {
	const { text } = line;
	if (text.startsWith('localhost', at)) {
		return at + 'localhost'.length;
	}
	const label = text.charCodeAt(at) === UNDERSCORE ? at : labelEnd(line, at);
	let end = label;
	while (end > at && text.charCodeAt(end) === DOT) {
		const next = labelEnd(line, end + 1);
		if (next === end + 1) {
			break;
		}
		end = next;
	}
	return end > label ? end : -1;
}

/** Reads a label. A dash or underscore in it takes nearly any character with it. Rule "DomainChar" */
function labelEnd(line: Line, at: number): number {
	return line.repeat(repetitions.label, at, (place) => {
		const end = line.runEnd('host', place);
		if (end > place) {
			return end;
		}
		const sign = line.text.charCodeAt(place);
		const isSign = sign === DASH || sign === UNDERSCORE;
		return isSign && place + 1 < line.text.length && isBehindDash(line.text.charCodeAt(place + 1))
			? place + 2
			: -1;
	});
}

/** Reads a domain and its port. */
function hostEnd(line: Line, at: number): number {
	const domain = domainEnd(line, at);
	if (domain < 0 || line.text.charCodeAt(domain) !== COLON) {
		return domain;
	}
	const port = digitsEnd(line.text, domain + 1);
	return port > domain + 1 ? port : domain;
}

function digitsEnd(text: string, at: number): number {
	let end = at;
	while (isDigit(text.charCodeAt(end))) {
		end++;
	}
	return end;
}

/** Reads `scheme://user:password@host:port`, of which all but the host may lack. */
function addressHeadEnd(line: Line, at: number): number {
	const scheme = schemeEnd(line, at);
	if (scheme >= 0 && line.text.startsWith('//', scheme)) {
		const host = hostEnd(line, credentialsEnd(line.text, scheme + 2));
		if (host >= 0) {
			return host;
		}
	}
	return hostEnd(line, at);
}

function credentialsEnd(text: string, at: number): number {
	const run = (from: number) => {
		let end = from;
		while (isCredentialsCharacter(text.charCodeAt(end))) {
			end++;
		}
		return end;
	};
	const user = run(at);
	const password = user > at && text.charCodeAt(user) === COLON ? run(user + 1) : user;
	const end = password > user + 1 ? password : user;
	return end > at && text.charCodeAt(end) === AT ? end + 1 : at;
}

/** @returns the end of the bare address at this place; Rocket.Chat: rule "AutolinkedURL" */
export function bareAddressEnd(line: Line, at: number): number {
	if (!line.mayHoldAddress) {
		return -1;
	}
	const { text } = line;
	const sign = line.runEnd('beforeDot', at);
	if (text.charCodeAt(sign) !== DOT && !text.startsWith('://', sign)) {
		return -1;
	}
	const head = addressHeadEnd(line, at);
	if (head < 0) {
		return -1;
	}
	let end = line.runEnd('word', head);
	while (end > head && isTrailing(text.charCodeAt(end - 1))) {
		end--;
	}
	return end;
}

/** @returns the end of the mail address at this place, and where it starts behind `mailto:`; rule "Email" */
export function mailAddressAt(
	line: Line,
	at: number,
): { readonly start: number; readonly end: number } | undefined {
	const { text } = line;
	const sign = line.mayHoldMail ? line.runEnd('beforeAt', at) : -1;
	if (sign < 0 || text.charCodeAt(sign) !== AT) {
		return undefined;
	}
	const start = text.startsWith('mailto:', at) ? at + 'mailto:'.length : at;
	if (start < mailStart(line, sign) || start >= sign || !isMailCharacter(text.charCodeAt(start))) {
		return undefined;
	}
	const end = domainEnd(line, sign + 1);
	return end < 0 ? undefined : { start, end };
}

/** Goes back from the `@` as far as the name of a mail address may go. */
function mailStart(line: Line, sign: number): number {
	if (line.mailStart.at === sign) {
		return line.mailStart.start;
	}
	const { text } = line;
	let start = sign;
	for (; start > 0; start--) {
		const code = text.charCodeAt(start - 1);
		const isPart = isMailCharacter(code) || isMailSign(code);
		if (!isPart && !(code === DOT && start < sign && isMailCharacter(text.charCodeAt(start)))) {
			break;
		}
	}
	line.mailStart = { at: sign, start };
	return start;
}

/** @returns the end of `_` and a domain, whose underscore is no emphasis */
export function underscoredDomainEnd(line: Line, at: number): number {
	if (!line.mayHoldAddress || line.text.charCodeAt(at) !== UNDERSCORE) {
		return -1;
	}
	const end = domainEnd(line, at + 1);
	return end >= 0 && line.text.charCodeAt(end) !== UNDERSCORE ? end : -1;
}

const phone = /\+(?:\d+-\d+|\(\d+\)(?:-\d+|\d+-\d+|\d+)|\d+)/y;
const SHORTEST_PHONE_NUMBER = 5;

/** @returns the end of the phone number at this place; rule "Phone" */
export function phoneEnd({ text }: Line, at: number): number {
	phone.lastIndex = at;
	return phone.test(text) ? phone.lastIndex : -1;
}

/** @returns whether a phone number is long enough for a link; rule "AutolinkedPhone" */
export const isCallable = (written: string) => written.replace(/\D/g, '').length >= SHORTEST_PHONE_NUMBER;

/** @returns the address that is meant by what is written in a link */
export const addressOf = (written: string) =>
	written.startsWith('+') && !written.includes(':') ? `tel:${written.replace(/\D/g, '')}` : written;

/** @returns the end of the address in `<address|text>`, which is where the `|` stands; rule "LinkRef" */
export function angledAddressEnd(line: Line, at: number): number {
	const end = addressEnd(line, at, (head) => line.runEnd('parenthesised', head));
	return line.text.charCodeAt(end) === 0x7c ? end : -1;
}

/** @returns the end of the address in `](address)`, which is where the `)` stands; rule "MarkdownLinkRef" */
export function linkAddressEnd(line: Line, at: number): number {
	const end = addressEnd(line, at, (head) =>
		line.repeat(repetitions.address, head, (from) => partEnd(line, from)),
	);
	return line.text.charCodeAt(end) === 0x29 ? end : -1;
}

/** Reads a host with or without a scheme, or anything behind a scheme, or a phone number. */
function addressEnd(line: Line, at: number, restEnd: (head: number) => number): number {
	const head = addressHeadEnd(line, at);
	if (head >= 0) {
		return restEnd(head);
	}
	const scheme = schemeEnd(line, at);
	const end = scheme < 0 ? -1 : restEnd(scheme);
	return end > scheme ? end : phoneEnd(line, at);
}

/** Reads characters, or parentheses and what they hold. */
function partEnd(line: Line, at: number): number {
	if (line.text.charCodeAt(at) !== 0x28) {
		const end = line.runEnd('link', at);
		return end > at ? end : -1;
	}
	const end = line.runEnd('parenthesised', at);
	return line.text.charCodeAt(end) === 0x29 ? end + 1 : -1;
}
