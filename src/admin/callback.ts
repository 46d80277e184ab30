import type { Configuration } from '../configuration';
import { objectIn } from '../convert/json';
import { OWN_PING } from '../matrix/connection-check';
import { failed, passed, type CheckResult } from './check-result';

/** Milliseconds to wait for the callback address. */
const TIMEOUT_MS = 5_000;

/** What answers at the callback address of the settings when this server calls it. */
type CallbackAnswer =
	| { readonly from: 'app'; readonly host: string }
	| { readonly from: 'other'; readonly status: number }
	| { readonly from: 'nobody' };

/**
 * Compares the callback address in the settings with the one that the homeserver uses. The homeserver keeps the address
 * of the registration file that it has read last, so a change of the setting has no effect before it reads a new one.
 * The app learns the homeserver's address only as far as the host in its requests, so it also calls its own address.
 * @param usedHost the host that the homeserver called; undefined if no call of it arrived
 */
export async function checkCallbackAddress(
	{ callbackUrl: url, hsToken }: Pick<Configuration, 'callbackUrl' | 'hsToken'>,
	usedHost: string | undefined,
): Promise<CheckResult> {
	const answer = await callOwnPing(url, hsToken);
	if (answer.from === 'app') {
		if (usedHost === undefined) {
			return passed('check_callback_leads_here', { url });
		}
		// A proxy may change the host of both calls in the same way, so the two calls are compared, not the address.
		return usedHost === answer.host
			? passed('check_callback_used', { url })
			: passed('check_callback_other_used', { url, host: usedHost });
	}
	if (answer.from === 'other') {
		return usedHost === undefined
			? failed('check_callback_elsewhere', { url, status: answer.status })
			: failed('check_callback_elsewhere_unused', { url, status: answer.status, host: usedHost });
	}
	if (usedHost === undefined) {
		return failed('check_callback_silent', { url });
	}
	// The homeserver may be in another network than this server, and reach an address that this server does not reach.
	return usedHost === new URL(url).host
		? passed('check_callback_used_unverified', { url })
		: failed('check_callback_differs', { url, host: usedHost });
}

/** Calls the app's ping endpoint as a homeserver does that has the registration file of the present settings. */
export async function callOwnPing(url: string, hsToken: string): Promise<CallbackAnswer> {
	const id = OWN_PING + crypto.randomUUID();
	try {
		const response = await fetch(`${url}/_matrix/app/v1/ping`, {
			method: 'POST',
			headers: { authorization: `Bearer ${hsToken}`, 'content-type': 'application/json' },
			body: JSON.stringify({ transaction_id: id }),
			// A redirect would send the token to another address.
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		const { transaction_id, host } = jsonObjectIn(await response.text());
		return transaction_id === id && typeof host === 'string'
			? { from: 'app', host }
			: { from: 'other', status: response.status };
	} catch {
		return { from: 'nobody' };
	}
}

function jsonObjectIn(text: string): ReturnType<typeof objectIn> {
	try {
		return objectIn(JSON.parse(text));
	} catch {
		return {};
	}
}
