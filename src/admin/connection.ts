import type { Configuration } from '../configuration';
import type { TextKey } from '../i18n';
import type { Homeserver } from '../matrix/homeserver';
import { HomeserverError } from '../matrix/homeserver-error';
import { botIdOf, probeLocalpart } from '../matrix/namespace';
import type { Arrivals } from '../store/arrivals';
import type { BlockedPush } from '../store/push-state';
import { addressFault } from './address-fault';
import { checkCallbackAddress } from './callback';
import { failed, passed, type CheckResult } from './check-result';
import { waitForEcho } from './echo';

/** Dendrite retries a refused transaction after 64 s at the latest, so a refusal in this time explains a missing echo. */
const RECENTLY_MS = 120_000;

/** What the checks need. */
interface CheckedConnection {
	readonly homeserver: Homeserver;
	readonly configuration: Configuration;
	readonly arrivals: Arrivals;
	/** @returns when a request with another token than hs_token came last, milliseconds since 1970 */
	readonly tokenRefusedAt: () => number | undefined;
	/** Set while the homeserver does not push. */
	readonly blockedPush?: BlockedPush | undefined;
	/** How long to wait for an echo, in milliseconds; echo.ts has the default. */
	readonly echoLimit?: number;
}

type Check = (connection: CheckedConnection) => Promise<CheckResult>;

/**
 * Checks that the app and the homeserver can call each other. It also registers the federation bot, because
 * homeservers do not register `sender_localpart` by themselves, and makes the homeserver call the app. Stops at the
 * first failure, because the later checks would fail for the same reason; only the callback address in the settings is
 * compared in any case, even if the homeserver does not reach the app.
 * @throws what is not a HomeserverError
 */
export async function checkConnection(connection: CheckedConnection): Promise<CheckResult[]> {
	const results: CheckResult[] = [];
	for (const check of checks) {
		const result = await check(connection);
		results.push(result);
		if (!result.ok) {
			return results;
		}
	}
	return [...results, ...(await checkIntake(connection))];
}

/** Checks that events reach the app. If the homeserver is stuck on an event that ends the app, it is not made to try it again. */
async function checkIntake(connection: CheckedConnection): Promise<CheckResult[]> {
	const { configuration, blockedPush } = connection;
	if (configuration.intake === 'pull') {
		return [passed('check_pull_works')];
	}
	const since = blockedPush && new Date(blockedPush.since).toISOString();
	if (blockedPush?.poison !== undefined && since !== undefined) {
		return [failed('check_push_poisoned', { since, event: blockedPush.poison })];
	}
	const { result, usedHost } = await checkCall(connection);
	return [
		result,
		await checkCallbackAddress(configuration, usedHost),
		...(since === undefined ? [] : [failed('check_push_blocked', { since })]),
	];
}

const checks: readonly Check[] = [checkHomeserverAnswers, checkToken, registerBot, checkPrefix];

/** Client-Server API, `GET /_matrix/client/versions`. */
async function checkHomeserverAnswers({
	homeserver,
	configuration: { homeserverUrl: url },
}: CheckedConnection): Promise<CheckResult> {
	try {
		await homeserver.versions();
		return passed('check_homeserver_answers', { url });
	} catch (error) {
		const { errcode, status } = asHomeserverError(error);
		if (errcode === 'M_UNKNOWN_TOKEN') {
			return passed('check_homeserver_answers', { url }); // Synapse checks the token even for this endpoint
		}
		const fault = await addressFault(url);
		return fault ?? failed(answerText(errcode, status), { url, status: status ?? '–' });
	}
}

function answerText(errcode: string, status = 0): TextKey {
	if (errcode === 'NOT_MATRIX') {
		return status >= 500 ? 'check_homeserver_gateway' : 'check_homeserver_not_matrix';
	}
	return status === 404 ? 'check_homeserver_not_matrix' : 'check_homeserver_silent';
}

/** Checks that the homeserver knows the token, and by the id of its owner that the domain and the bot's name are right. */
async function checkToken({ homeserver, configuration }: CheckedConnection): Promise<CheckResult> {
	const { domain } = configuration;
	const expected = botIdOf(configuration);
	try {
		const actual = await homeserver.whoami();
		if (actual === expected) {
			return passed('check_token_known');
		}
		const text = actual.endsWith(`:${domain}`) ? 'check_bot_differs' : 'check_domain_differs';
		return failed(text, { actual, expected, domain });
	} catch (error) {
		const { errcode } = asHomeserverError(error);
		if (errcode === 'M_MISSING_TOKEN') {
			return (await addressFault(configuration.homeserverUrl)) ?? failed('check_token_lost');
		}
		return errcode === 'M_UNKNOWN_TOKEN'
			? failed('check_token_unknown')
			: failed('check_refused', { step: 'account/whoami', errcode });
	}
}

/** Registers the federation bot, unless it is registered already. */
async function registerBot({ homeserver, configuration }: CheckedConnection): Promise<CheckResult> {
	const bot = botIdOf(configuration);
	try {
		await homeserver.accounts.register(configuration.botLocalpart);
		await homeserver.accounts.setDisplayName(bot, 'Rocket.Chat');
		return passed('check_bot_registered', { bot });
	} catch (error) {
		const { errcode } = asHomeserverError(error);
		return failed('check_bot_refused', { bot, errcode });
	}
}

/** Checks that the homeserver knows the prefix of the ghosts. The other checks pass with any prefix. */
async function checkPrefix({ homeserver, configuration }: CheckedConnection): Promise<CheckResult> {
	const { userPrefix: prefix, domain } = configuration;
	try {
		await homeserver.accounts.register(probeLocalpart(configuration));
		return passed('check_prefix_known', { prefix, domain });
	} catch (error) {
		const { errcode } = asHomeserverError(error);
		return errcode === 'M_EXCLUSIVE'
			? failed('check_prefix_unknown', { prefix })
			: failed('check_refused', { step: 'register', errcode });
	}
}

/** Whether a call of the homeserver arrived, and which host it called. */
interface Call {
	readonly result: CheckResult;
	/** Undefined if no call arrived. */
	readonly usedHost?: string | undefined;
}

/** Makes the homeserver call the app. Application Service API, "Pinging": each kind of failure has its own code. */
async function checkCall(connection: CheckedConnection): Promise<Call> {
	const { homeserver, configuration, arrivals } = connection;
	const { appserviceId } = configuration;
	try {
		const duration = await homeserver.ping(appserviceId, 'check');
		const usedHost = (await arrivals.last('ping'))?.host;
		return { result: passed('check_ping_answered', { duration }), usedHost };
	} catch (error) {
		const { errcode, status, data } = asHomeserverError(error);
		if (status === 404 || errcode === 'M_UNRECOGNIZED') {
			return checkEcho(connection);
		}
		if (errcode === 'M_BAD_STATUS') {
			const callbackStatus = Number(data.status ?? 0);
			const isTokenRefused = callbackStatus === 401 || callbackStatus === 403;
			const text = isTokenRefused ? 'check_ping_token_refused' : 'check_ping_bad_status';
			return { result: failed(text, { status: callbackStatus }) };
		}
		const text = pingTexts[errcode] ?? 'check_refused';
		return { result: failed(text, { id: appserviceId, step: 'appservice/ping', errcode }) };
	}
}

/** Checks by an event of the federation bot that comes back: Dendrite and older homeservers have no ping endpoint. */
async function checkEcho(connection: CheckedConnection): Promise<Call> {
	const { homeserver, configuration, arrivals, tokenRefusedAt, echoLimit } = connection;
	try {
		const duration = await waitForEcho(homeserver, configuration, arrivals, echoLimit);
		if (duration !== undefined) {
			const usedHost = (await arrivals.last('echo'))?.host;
			return { result: passed('check_echo_arrived', { duration }), usedHost };
		}
		const isTokenRefused = Date.now() - (tokenRefusedAt() ?? 0) < RECENTLY_MS;
		return { result: failed(isTokenRefused ? 'check_ping_token_refused' : 'check_echo_missing') };
	} catch (error) {
		const { errcode } = asHomeserverError(error);
		return { result: failed('check_refused', { step: 'connection-check', errcode }) };
	}
}

const pingTexts: Readonly<Record<string, TextKey>> = {
	M_FORBIDDEN: 'check_ping_wrong_id',
	M_URL_NOT_SET: 'check_ping_no_url',
	M_CONNECTION_FAILED: 'check_ping_unreachable',
	M_CONNECTION_TIMEOUT: 'check_ping_slow',
	TIMED_OUT: 'check_ping_slow',
};

/** @throws the error itself if it is no HomeserverError */
function asHomeserverError(error: unknown): HomeserverError {
	if (error instanceof HomeserverError) {
		return error;
	}
	throw error;
}
