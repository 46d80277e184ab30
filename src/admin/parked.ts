import type { AppContext } from '../app-context';
import { FederationError } from '../errors';
import { failureOf } from '../failure';
import type { ParkedItem } from '../store/parked-events';
import { waitAtMost } from '../wait-at-most';
import { reasonOf } from './parked-reasons';

/** Milliseconds after which a retry is answered. The engine gives up a command or a request after 30 seconds. */
const ANSWER_WITHIN_MS = 20_000;

/** What a retry has done so far. */
export interface RetryResult {
	/** How many items were relayed, or had nothing left to do, and are not parked any more. */
	readonly done: number;
	/** Those that failed again and stay parked, with the new failure. */
	readonly failed: readonly ParkedItem[];
	/** How many are still being retried; they finish after the answer. */
	readonly unfinished: number;
}

/**
 * @param which `all`, the id of one item, or the reason or code of several
 * @returns the items, oldest first
 * @throws FederationError `nothing-parked`, `parked-unknown`
 */
export async function selectParked(app: AppContext, which: string): Promise<readonly ParkedItem[]> {
	await app.openStore();
	const items = await app.store.parked.all();
	if (items.length === 0) {
		throw new FederationError('nothing-parked');
	}
	const word = which.toLowerCase();
	const selected =
		word === 'all'
			? items
			: items.filter((item) => item.id === which || reasonOf(item) === word || item.code === word);
	if (selected.length === 0) {
		throw new FederationError('parked-unknown', { given: which.slice(0, 80) });
	}
	return selected;
}

/**
 * Retries items, those of one room in order, rooms side by side.
 * @param answerWithin how long to wait for all of them, in milliseconds
 * @throws FederationError `not-configured`, `store-too-new`
 */
export async function retryParked(
	app: AppContext,
	items: readonly ParkedItem[],
	answerWithin = ANSWER_WITHIN_MS,
): Promise<RetryResult> {
	await app.requireBridge();
	let done = 0;
	const failed: ParkedItem[] = [];
	const all = items.map(async (item) => {
		const failedItem = await retryItem(app, item);
		if (failedItem) {
			failed.push(failedItem);
		} else {
			done += 1;
		}
	});
	await waitAtMost(Promise.all(all), answerWithin);
	return { done, failed: [...failed], unfinished: items.length - done - failed.length };
}

/** Removes items for good. */
export async function dropParked(app: AppContext, items: readonly ParkedItem[]): Promise<void> {
	for (const { id } of items) {
		await app.store.parked.remove(id);
	}
	app.log.info('parked events were dropped by an administrator', { count: items.length });
}

/** @returns undefined if it is relayed; otherwise the item with its new failure, as it is stored now */
async function retryItem(app: AppContext, item: ParkedItem): Promise<ParkedItem | undefined> {
	const { parked } = app.store;
	try {
		await (item.direction === 'to-rocketchat'
			? app.transactions.relayParked(item.event)
			: app.retryOutgoing(item));
		await parked.remove(item.id);
		return undefined;
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a parked event failed again', failure, { id: item.id });
		const { code, parameters } = failure;
		const failedAgain: ParkedItem = { ...item, code, reason: parameters.reason };
		await parked.add(failedAgain);
		return failedAgain;
	}
}
