import type { Configuration } from '../configuration';
import type { TextKey } from '../i18n';
import type { Homeserver } from '../matrix/homeserver';
import { HomeserverError } from '../matrix/homeserver-error';
import { botIdOf } from '../matrix/namespace';

/** The result of a check, as a text that says what is right, or what is wrong and how to mend it. */
export interface Finding {
	readonly ok: boolean;
	readonly text: TextKey;
	readonly parameters: Readonly<Record<string, string | number>>;
}

type Check = (homeserver: Homeserver, configuration: Configuration) => Promise<Finding>;

/**
 * Introduces the app to the homeserver and looks whether both reach each other: registers the federation bot
 * (homeservers do not register `sender_localpart` by themselves) and has the homeserver call back. The first
 * check that fails is the last one made, since the others would fail for the same reason.
 */
export async function checkConnection(
	homeserver: Homeserver,
	configuration: Configuration,
): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const check of checks) {
		const finding = await check(homeserver, configuration);
		findings.push(finding);
		if (!finding.ok) {
			break;
		}
	}
	return findings;
}

const checks: readonly Check[] = [answers, knowsTheToken, registersTheBot, callsBack];

const ok = (text: TextKey, parameters: Finding['parameters'] = {}): Finding => ({
	ok: true,
	text,
	parameters,
});
const wrong = (text: TextKey, parameters: Finding['parameters'] = {}): Finding => ({
	ok: false,
	text,
	parameters,
});

async function answers(homeserver: Homeserver, { homeserverUrl: url }: Configuration): Promise<Finding> {
	try {
		await homeserver.versions();
		return ok('check_homeserver_answers', { url });
	} catch (error) {
		const { errcode, status } = refusalIn(error);
		if (errcode === 'M_UNKNOWN_TOKEN') {
			return ok('check_homeserver_answers', { url }); // Synapse looks at the token even here
		}
		const text =
			errcode === 'NOT_MATRIX' || status === 404
				? 'check_homeserver_not_matrix'
				: 'check_homeserver_silent';
		return wrong(text, { url, status: status ?? '–' });
	}
}

async function knowsTheToken(homeserver: Homeserver, configuration: Configuration): Promise<Finding> {
	const expected = botIdOf(configuration);
	try {
		const actual = await homeserver.whoami();
		return actual === expected
			? ok('check_token_known')
			: wrong(
					actual.endsWith(`:${configuration.domain}`)
						? 'check_bot_differs'
						: 'check_domain_differs',
					{ actual, expected, domain: configuration.domain },
				);
	} catch (error) {
		const { errcode } = refusalIn(error);
		return errcode === 'M_UNKNOWN_TOKEN'
			? wrong('check_token_unknown')
			: wrong('check_refused', { step: 'account/whoami', errcode });
	}
}

async function registersTheBot(homeserver: Homeserver, configuration: Configuration): Promise<Finding> {
	const bot = botIdOf(configuration);
	try {
		await homeserver.register(configuration.botLocalpart);
		await homeserver.setDisplayName(bot, 'Rocket.Chat');
		return ok('check_bot_registered', { bot });
	} catch (error) {
		const { errcode } = refusalIn(error);
		return wrong('check_bot_refused', { bot, errcode });
	}
}

/** Application Service API, "Pinging": each way to fail has its own code. */
async function callsBack(
	homeserver: Homeserver,
	{ appserviceId, callbackUrl: url }: Configuration,
): Promise<Finding> {
	try {
		return ok('check_ping_answered', { url, duration: await homeserver.ping(appserviceId, 'check') });
	} catch (error) {
		const { errcode, status, data } = refusalIn(error);
		if (errcode === 'M_BAD_STATUS') {
			const answered = Number(data.status ?? 0);
			const text =
				answered === 401 || answered === 403 ? 'check_ping_token_refused' : 'check_ping_bad_status';
			return wrong(text, { url, status: answered });
		}
		const text = pingTexts[errcode] ?? (status === 404 ? 'check_ping_unknown' : 'check_refused');
		return wrong(text, { url, id: appserviceId, step: 'appservice/ping', errcode });
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

function refusalIn(error: unknown): HomeserverError {
	if (error instanceof HomeserverError) {
		return error;
	}
	throw error;
}
