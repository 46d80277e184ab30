import { objectIn } from '../convert/json';
import { failed, type CheckResult } from './check-result';

/** Milliseconds to wait for each address. */
const TIMEOUT_MS = 5_000;

/** What answers at an address. */
type Answer =
	| { readonly from: 'homeserver' }
	| { readonly from: 'other'; readonly leadsTo: string | undefined }
	| { readonly from: 'nobody'; readonly reason: string };

/**
 * Looks for what is wrong with an address at which no homeserver was found, or at which the token got lost, as it does when the
 * address leads on to another one. Besides the address it tries the same without its path, with http for https and the other way
 * round, and the address that the server itself gives as the homeserver's. Nobody is sent the token.
 * @returns undefined if none of them shows what is wrong
 */
export async function addressFault(url: string): Promise<CheckResult | undefined> {
	const [answer, ...others] = await Promise.all([
		ask(url),
		faultBy(url, new URL(url).origin),
		faultBy(url, withOtherScheme(url)),
		publishedAddress(url).then((address) => faultBy(url, address)),
	]);
	if (answer.from === 'homeserver') {
		return undefined;
	}
	const own = answer.from === 'nobody' ? faultOf(url, answer.reason) : await faultBy(url, answer.leadsTo);
	return own ?? others.find((fault) => fault !== undefined);
}

/** @returns the fault that another address shows: the homeserver is there, or is there behind a wrong certificate */
async function faultBy(url: string, other: string | undefined): Promise<CheckResult | undefined> {
	if (other === undefined || other === url) {
		return undefined;
	}
	const answer = await ask(other);
	if (answer.from === 'homeserver') {
		return failed('check_homeserver_elsewhere', { url, other });
	}
	return answer.from === 'nobody' ? certificateFault(other, answer.reason) : undefined;
}

/** @returns the fault that the reason for the lack of an answer shows */
function faultOf(url: string, reason: string): CheckResult | undefined {
	return /ENOTFOUND|EAI_AGAIN|dns error/i.test(reason)
		? failed('check_homeserver_unknown_host', { host: new URL(url).hostname })
		: certificateFault(url, reason);
}

/**
 * Both runtimes name the certificate where it is the reason. Newer versions of Node add advice for programmers, and Deno puts
 * what it was doing in front.
 */
function certificateFault(url: string, explanation: string): CheckResult | undefined {
	const [reason = ''] = explanation.replace(/^.*\(Connect\): /, '').split(';');
	return /certificate/i.test(reason) ? failed('check_homeserver_certificate', { url, reason }) : undefined;
}

/** Client-Server API, `GET /_matrix/client/versions`. */
async function ask(url: string): Promise<Answer> {
	try {
		const path = '/_matrix/client/versions';
		const response = await get(url + path);
		const location = response.headers.get('location');
		if (location !== null) {
			const target = new URL(location, url).href;
			return {
				from: 'other',
				leadsTo: target.endsWith(path) ? target.slice(0, -path.length) : undefined,
			};
		}
		const { versions } = objectIn(await response.json().catch(() => undefined));
		return Array.isArray(versions) ? { from: 'homeserver' } : { from: 'other', leadsTo: undefined };
	} catch (error) {
		return { from: 'nobody', reason: innermostReason(error) };
	}
}

/** Client-Server API, "Well-known URI". @returns the address that the server gives as the homeserver's */
async function publishedAddress(url: string): Promise<string | undefined> {
	try {
		const response = await get(new URL('/.well-known/matrix/client', url).href);
		const { base_url: address } = objectIn(objectIn(await response.json())['m.homeserver']);
		return typeof address === 'string' && URL.canParse(address) ? address.replace(/\/+$/, '') : undefined;
	} catch {
		return undefined;
	}
}

const get = (url: string) => fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });

function withOtherScheme(url: string): string {
	return url.startsWith('https:') ? url.replace('https:', 'http:') : url.replace('http:', 'https:');
}

/** Node tells the reason in a cause, Deno in the message. */
function innermostReason(error: unknown): string {
	const { message, cause } = objectIn(error);
	return cause === undefined ? String(message) : innermostReason(cause);
}
