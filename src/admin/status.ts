import type { AppContext } from '../app-context';
import type { Counter } from '../delivery/counter';
import type { Texts } from '../i18n';
import type { CheckResult } from './check-result';
import { avatarReport } from './avatar-report';
import { checkConnection } from './connection';
import { deletedStatus } from './deleted-report';
import { emojiReport } from './emoji-report';
import { fileLimitReport } from './file-limit-report';
import { parkedStatus } from './parked-report';
import { instancesReport } from './instances-report';
import { encryptionReport } from './encryption-report';
import { planSourceReport } from './plan-report';
import { presenceReport } from './presence-report';
import { serverListReport } from './server-list-report';
import { recoveryReport } from './recovery-report';
import { restReport } from './rest-report';
import { typingReport } from './typing-report';

/** The most types of events that the report lists. */
const MAX_LISTED = 5;

/** Checks the connection. @returns the state of the federation, for an administrator */
export async function statusReport(app: AppContext, text: Texts): Promise<string> {
	const results = await checkFederation(app);
	const works = results.every(({ ok }) => ok);
	if (works) {
		app.homeserverState.probeSoon();
	}
	return [
		text('status_title'),
		...results.map(({ ok, text: key, parameters }) => `${ok ? '✅' : '❌'} ${text(key, parameters)}`),
		...(await registrationLine(app, results, text)),
		...recoveryReport(app, works, text),
		...(await instancesReport(app, text)),
		...(await encryptionReport(app, text)),
		...(await serverListReport(app, text)),
		await restReport(app, text),
		...(await fileLimitReport(app, results[0]?.ok === true, text)),
		...(await avatarReport(app, text)),
		...(await emojiReport(app, text)),
		...(await typingReport(app, text)),
		...(await presenceReport(app, text)),
		...planSourceReport(await app.plan.state(), text, Date.now()),
		...(await eventLines(app, text)),
	].join('\n');
}

/** @returns the problems of the settings; if there are none, the results of the connection checks */
export async function checkFederation(app: AppContext): Promise<CheckResult[]> {
	const { problems } = await app.settingsState();
	if (problems.length > 0) {
		return problems.map((text) => ({ ok: false, text, parameters: {} }));
	}
	const { homeserver, configuration, store } = await app.requireBridge();
	return checkConnection({
		homeserver,
		configuration,
		arrivals: store.arrivals,
		tokenRefusedAt: () => app.tokenRefusedAt,
		blockedPush: await app.incoming.intake.blockedPush(),
	});
}

/** @returns where the registration file is, if a check failed, since most remedies need it */
async function registrationLine(
	app: AppContext,
	results: readonly CheckResult[],
	text: Texts,
): Promise<string[]> {
	const { configuration } = await app.settingsState();
	return configuration && results.some(({ ok }) => !ok)
		? [text('status_registration', { url: `${configuration.publicApi}/registration` })]
		: [];
}

/** @returns lines about events that wait, are stored, are parked, or have no handler */
async function eventLines(app: AppContext, text: Texts): Promise<string[]> {
	const { queues, store, memory } = app;
	const { transactions, intake, ghosts } = app.incoming;
	const inbox = await store.inbox.all();
	const stored = inbox.reduce((sum, { events }) => sum + events.length, 0);
	const last = transactions.lastEventAt;
	const types = formatCounts(memory.unsupportedEvents.entries);
	const reasons = formatCounts(memory.droppedEvents.entries);
	return [
		text('status_queues', { waiting: queues.length, stored }),
		last === undefined
			? text('status_no_event')
			: text('status_last_event', { at: new Date(last).toISOString() }),
		...(intake.isPulling ? [text('status_pulling', { ghosts: ghosts.size })] : []),
		...(types === '' ? [] : [text('status_unsupported', { types })]),
		...(reasons === '' ? [] : [text('status_dropped', { reasons })]),
		...(await deletedStatus(app, text)),
		...(await parkedStatus(app, text)),
	];
}

/** Types of events come from other servers, so their length is limited. */
function formatCounts(entries: Counter['entries']): string {
	return entries
		.slice(0, MAX_LISTED)
		.map(([type, count]) => `${type.slice(0, 60)} (${count})`)
		.join(', ');
}
