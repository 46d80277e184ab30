import { objectIn } from '../convert/json';
import { failed, type CheckResult } from './check-result';

/** Milliseconds for the whole search. */
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
export async function addressFault(url: string, timeout = TIMEOUT_MS): Promise<CheckResult | undefined> {
	const signal = AbortSignal.timeout(timeout);
	const answer = ask(url, signal);
	const faults = await Promise.all([
		answer.then((found) => faultOf(url, found, signal)),
		faultBy(url, new URL(url).origin, signal),
		faultBy(url, withOtherScheme(url), signal),
		publishedAddress(url, signal).then((address) => faultBy(url, address, signal)),
	]);
	const isRight = (await answer).from === 'homeserver';
	return isRight ? undefined : faults.find((fault) => fault !== undefined);
}

/** @returns the fault that the answer at the address shows by itself, or by where it leads */
async function faultOf(url: string, answer: Answer, signal: AbortSignal): Promise<CheckResult | undefined> {
	if (answer.from !== 'nobody') {
		return answer.from === 'other' ? faultBy(url, answer.leadsTo, signal) : undefined;
	}
	return /ENOTFOUND|EAI_AGAIN|dns error/i.test(answer.reason)
		? failed('check_homeserver_unknown_host', { host: new URL(url).hostname })
		: certificateFault(url, answer.reason);
}

/** @returns the fault that another address shows: the homeserver is there, or is there behind a wrong certificate */
async function faultBy(
	url: string,
	other: string | undefined,
	signal: AbortSignal,
): Promise<CheckResult | undefined> {
	if (other === undefined || other === url) {
		return undefined;
	}
	const answer = await ask(other, signal);
	if (answer.from === 'homeserver') {
		return failed('check_homeserver_elsewhere', { url, other });
	}
	return answer.from === 'nobody' ? certificateFault(other, answer.reason) : undefined;
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
async function ask(url: string, signal: AbortSignal): Promise<Answer> {
	try {
		const path = '/_matrix/client/versions';
		const response = await fetch(url + path, { redirect: 'manual', signal });
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
async function publishedAddress(url: string, signal: AbortSignal): Promise<string | undefined> {
	try {
		const response = await fetch(new URL('/.well-known/matrix/client', url), { signal });
		const { base_url: address } = objectIn(objectIn(await response.json())['m.homeserver']);
		return typeof address === 'string' && URL.canParse(address) ? address.replace(/\/+$/, '') : undefined;
	} catch {
		return undefined;
	}
}

function withOtherScheme(url: string): string {
	return url.startsWith('https:') ? url.replace('https:', 'http:') : url.replace('http:', 'https:');
}

/** Node tells the reason in a cause, Deno in the message. */
function innermostReason(error: unknown): string {
	const { message, cause } = objectIn(error);
	return cause === undefined ? String(message) : innermostReason(cause);
}
