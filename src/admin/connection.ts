import type { Configuration } from '../configuration';
import type { TextKey } from '../i18n';
import type { Homeserver } from '../matrix/homeserver';
import { HomeserverError } from '../matrix/homeserver-error';
import { botIdOf } from '../matrix/namespace';

/** The result of one check. The text says what is right, or what is wrong and how to fix it. */
export interface CheckResult {
	readonly ok: boolean;
	readonly text: TextKey;
	readonly parameters: Readonly<Record<string, string | number>>;
}

type Check = (homeserver: Homeserver, configuration: Configuration) => Promise<CheckResult>;

/**
 * Checks that the app and the homeserver can call each other. It also registers the federation bot, because
 * homeservers do not register `sender_localpart` by themselves, and makes the homeserver call the app. Stops at the
 * first failure, because the later checks would fail for the same reason.
 * @throws what is not a HomeserverError
 */
export async function checkConnection(
	homeserver: Homeserver,
	configuration: Configuration,
): Promise<CheckResult[]> {
	const results: CheckResult[] = [];
	for (const check of checks) {
		const result = await check(homeserver, configuration);
		results.push(result);
		if (!result.ok) {
			break;
		}
	}
	return results;
}

const checks: readonly Check[] = [checkHomeserverAnswers, checkToken, registerBot, checkCallback];

function passed(text: TextKey, parameters: CheckResult['parameters'] = {}): CheckResult {
	return { ok: true, text, parameters };
}

function failed(text: TextKey, parameters: CheckResult['parameters'] = {}): CheckResult {
	return { ok: false, text, parameters };
}

/** Client-Server API, `GET /_matrix/client/versions`. */
async function checkHomeserverAnswers(
	homeserver: Homeserver,
	{ homeserverUrl: url }: Configuration,
): Promise<CheckResult> {
	try {
		await homeserver.versions();
		return passed('check_homeserver_answers', { url });
	} catch (error) {
		const { errcode, status } = asHomeserverError(error);
		if (errcode === 'M_UNKNOWN_TOKEN') {
			return passed('check_homeserver_answers', { url }); // Synapse checks the token even for this endpoint
		}
		const text =
			errcode === 'NOT_MATRIX' || status === 404
				? 'check_homeserver_not_matrix'
				: 'check_homeserver_silent';
		return failed(text, { url, status: status ?? '–' });
	}
}

/**
 * Checks that the homeserver knows the token, and by the id of its owner that the domain and the bot's name are right.
 */
async function checkToken(homeserver: Homeserver, configuration: Configuration): Promise<CheckResult> {
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
		return errcode === 'M_UNKNOWN_TOKEN'
			? failed('check_token_unknown')
			: failed('check_refused', { step: 'account/whoami', errcode });
	}
}

/** Registers the federation bot, unless it is registered already. */
async function registerBot(homeserver: Homeserver, configuration: Configuration): Promise<CheckResult> {
	const bot = botIdOf(configuration);
	try {
		await homeserver.register(configuration.botLocalpart);
		await homeserver.setDisplayName(bot, 'Rocket.Chat');
		return passed('check_bot_registered', { bot });
	} catch (error) {
		const { errcode } = asHomeserverError(error);
		return failed('check_bot_refused', { bot, errcode });
	}
}

/** Makes the homeserver call the app. Application Service API, "Pinging": each kind of failure has its own code. */
async function checkCallback(
	homeserver: Homeserver,
	{ appserviceId, callbackUrl: url }: Configuration,
): Promise<CheckResult> {
	try {
		const duration = await homeserver.ping(appserviceId, 'check');
		return passed('check_ping_answered', { url, duration });
	} catch (error) {
		const { errcode, status, data } = asHomeserverError(error);
		if (errcode === 'M_BAD_STATUS') {
			const callbackStatus = Number(data.status ?? 0);
			const isTokenRefused = callbackStatus === 401 || callbackStatus === 403;
			const text = isTokenRefused ? 'check_ping_token_refused' : 'check_ping_bad_status';
			return failed(text, { url, status: callbackStatus });
		}
		const text = pingTexts[errcode] ?? (status === 404 ? 'check_ping_unknown' : 'check_refused');
		return failed(text, { url, id: appserviceId, step: 'appservice/ping', errcode });
	}
}

const pingTexts: Readonly<Record<string, TextKey>> = {
	M_FORBIDDEN: 'check_ping_wrong_id',
	M_URL_NOT_SET: 'check_ping_no_url',
	M_CONNECTION_FAILED: 'check_ping_unreachable',
	M_CONNECTION_TIMEOUT: 'check_ping_slow',
	TIMED_OUT: 'check_ping_slow',
	M_UNRECOGNIZED: 'check_ping_unknown',
};

/** @throws the error itself if it is no HomeserverError */
function asHomeserverError(error: unknown): HomeserverError {
	if (error instanceof HomeserverError) {
		return error;
	}
	throw error;
}
