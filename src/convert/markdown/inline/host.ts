import {
	AT_SIGN,
	COLON,
	DASH,
	DOT,
	isAfterDashInHost,
	isCredentialsCharacter,
	isDigit,
	isSchemeCharacter,
	UNDERSCORE,
} from '../characters';
import { repetitionKeys, type Line } from './line';

/**
 * The parts that web addresses, mail addresses and the addresses of links have in common. Every function returns the
 * position after the part, or -1 if the part does not start at `at`.
 * Rocket.Chat: rules "URLScheme" and "URLAuthority" and the rules inside them
 */

const LONGEST_SCHEME = 32;

/**
 * Reads the scheme of an address and its colon.
 *
 *     https://rocket.chat
 *     ^     ^
 */
export function schemeEnd({ text }: Line, at: number): number {
	let end = at;
	while (end - at < LONGEST_SCHEME && isSchemeCharacter(text.charCodeAt(end))) {
		end++;
	}
	return end > at && text.charCodeAt(end) === COLON ? end + 1 : -1;
}

/**
 * Reads a domain of two labels or more, or `localhost`.
 *
 *     https://open.rocket.chat/home
 *             ^               ^
 */
export function domainEnd(line: Line, at: number): number {
	const { text } = line;
	if (text.startsWith('localhost', at)) {
		return at + 'localhost'.length;
	}
	const firstLabel = text.charCodeAt(at) === UNDERSCORE ? at : labelEnd(line, at);
	let end = firstLabel;
	while (end > at && text.charCodeAt(end) === DOT) {
		const next = labelEnd(line, end + 1);
		if (next === end + 1) {
			break;
		}
		end = next;
	}
	return end > firstLabel ? end : -1;
}

/**
 * Reads one label of a domain. After a dash or underscore nearly any character belongs to it. Rule "DomainChar"
 *
 *     open-source.rocket.chat
 *     ^          ^
 *
 * @returns `at` if no label starts there
 */
function labelEnd(line: Line, at: number): number {
	return line.repeat(repetitionKeys.hostLabel, at, (position) => {
		const end = line.spanEnd('host', position);
		if (end > position) {
			return end;
		}
		const first = line.text.charCodeAt(position);
		return (first === DASH || first === UNDERSCORE) &&
			position + 1 < line.text.length &&
			isAfterDashInHost(line.text.charCodeAt(position + 1))
			? position + 2
			: -1;
	});
}

/**
 * Reads a domain and its port, if it has one.
 *
 *     http://localhost:3000/home
 *            ^             ^
 */
function hostEnd(line: Line, at: number): number {
	const domain = domainEnd(line, at);
	if (domain < 0 || line.text.charCodeAt(domain) !== COLON) {
		return domain;
	}
	let port = domain + 1;
	while (isDigit(line.text.charCodeAt(port))) {
		port++;
	}
	return port > domain + 1 ? port : domain;
}

/**
 * Reads an address up to the end of its host. Scheme, user, password and port may be left out.
 *
 *     https://user:password@rocket.chat:443/home
 *     ^                                    ^
 */
export function schemeAndHostEnd(line: Line, at: number): number {
	const scheme = schemeEnd(line, at);
	if (scheme >= 0 && line.text.startsWith('//', scheme)) {
		const host = hostEnd(line, credentialsEnd(line.text, scheme + 2));
		if (host >= 0) {
			return host;
		}
	}
	return hostEnd(line, at);
}

/**
 * Reads the user and password before a host, and the `@`.
 *
 *     https://user:password@rocket.chat
 *             ^             ^
 *
 * @returns `at` if there are none
 */
function credentialsEnd(text: string, at: number): number {
	const user = credentialEnd(text, at);
	const password = user > at && text.charCodeAt(user) === COLON ? credentialEnd(text, user + 1) : user;
	const end = password > user + 1 ? password : user;
	return end > at && text.charCodeAt(end) === AT_SIGN ? end + 1 : at;
}

/** Finds the end of a user or password; `at` if there is none. */
function credentialEnd(text: string, at: number): number {
	let end = at;
	while (isCredentialsCharacter(text.charCodeAt(end))) {
		end++;
	}
	return end;
}
