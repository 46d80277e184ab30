import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';
import { checkConnection, type Finding } from './connection';
import { planSource } from './plan-report';

/** Parked events and types of events that are named in the answer. */
const SHOWN = 5;

/** @returns the state of the federation in the words of whoever asks, checked at this moment */
export async function statusReport(app: AppContext, text: Texts): Promise<string> {
	const line = ({ ok, text: key, parameters }: Finding) => `${ok ? '✅' : '❌'} ${text(key, parameters)}`;
	return [
		text('status_title'),
		...(await findingsOf(app)).map(line),
		...planSource(await app.plan.state(), text, Date.now()),
		...(await work(app, text)),
	].join('\n');
}

/** @returns what is wrong with the settings, or else what the checks of the connection found */
export async function findingsOf(app: AppContext): Promise<Finding[]> {
	const { problems } = await app.settingsState();
	if (problems.length > 0) {
		return problems.map((text) => ({ ok: false, text, parameters: {} }));
	}
	const { homeserver, configuration } = await app.requireBridge();
	return checkConnection(homeserver, configuration);
}

async function work(
	{ queues, store, transactions, unsupportedEvents }: AppContext,
	text: Texts,
): Promise<string[]> {
	const [inbox, parked] = [await store.inbox.all(), await store.parked.all()];
	const stored = inbox.reduce((sum, { events }) => sum + events.length, 0);
	const last = transactions.lastEventAt;
	return [
		text('status_queues', { waiting: queues.length, stored }),
		last === undefined
			? text('status_no_event')
			: text('status_last_event', { at: new Date(last).toISOString() }),
		...(unsupportedEvents.entries.length > 0
			? [text('status_unshown', { types: shownTypes(unsupportedEvents.entries) })]
			: []),
		...(parked.length > 0 ? [text('status_parked', { count: parked.length })] : []),
		...parked.slice(-SHOWN).map(({ event, code }) => `• \`${event.eventId}\` ${event.type} (${code})`),
	];
}

function shownTypes(entries: AppContext['unsupportedEvents']['entries']): string {
	return entries
		.slice(0, SHOWN)
		.map(([type, count]) => `${type.slice(0, 60)} (${count})`)
		.join(', ');
}
