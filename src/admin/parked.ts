import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../app-context';
import { FederationError, type ErrorCode } from '../errors';
import { failureOf, withHostFailures } from '../failure';
import { idsForLog, type ParkedItem } from '../store/parked-events';
import { waitAtMost } from '../wait-at-most';
import { reasonOf } from './parked-reasons';

/** Milliseconds after which a retry is answered. The engine gives up a command or a request after 30 seconds. */
const ANSWER_WITHIN_MS = 20_000;

/** Failures that the next attempt in the same room would most likely meet too. */
const outages: readonly ErrorCode[] = [
	'homeserver-unreachable',
	'homeserver-slow',
	'homeserver-failing',
	'workspace-failing',
];

/** What a retry has done so far. */
export interface RetryResult {
	/** How many items were relayed, or had nothing left to do, and are not parked any more. */
	readonly done: number;
	/** Those that failed again and stay parked, with the new failure. */
	readonly failed: readonly ParkedItem[];
	/** How many were not tried, because an item before them in the same room met an outage. */
	readonly skipped: number;
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
 * Retries items, those of one room one after the other, rooms side by side. An outage ends the retry of its room, since
 * every further attempt would hold up what people write there now.
 * @param answerWithin how long to wait for all of them, in milliseconds
 * @throws FederationError `not-configured`, `store-too-new`
 */
export async function retryParked(
	app: AppContext,
	items: readonly ParkedItem[],
	answerWithin = ANSWER_WITHIN_MS,
): Promise<RetryResult> {
	await app.requireBridge();
	const failed: ParkedItem[] = [];
	let done = 0;
	let skipped = 0;
	const all = groupByRoom(items).map(async (sameRoom) => {
		for (const [index, item] of sameRoom.entries()) {
			const failedAgain = await retryItem(app, item);
			if (!failedAgain) {
				done += 1;
				continue;
			}
			failed.push(failedAgain);
			if (outages.includes(failedAgain.code)) {
				skipped += sameRoom.length - index - 1;
				return;
			}
		}
	});
	await waitAtMost(Promise.all(all), answerWithin);
	const unfinished = items.length - done - failed.length - skipped;
	return { done, failed: [...failed], skipped, unfinished };
}

/**
 * Removes items for good.
 * @param by the administrator, for the log
 */
export async function dropParked(
	app: AppContext,
	items: readonly ParkedItem[],
	by: Pick<IUser, 'id'>,
): Promise<void> {
	app.log.info('an administrator drops parked events', { by: by.id, ...idsForLog(items) });
	for (const { id } of items) {
		await app.store.parked.remove(id);
	}
}

/** @returns the items of each room in their order */
function groupByRoom(items: readonly ParkedItem[]): readonly (readonly ParkedItem[])[] {
	const rooms = new Map<string, ParkedItem[]>();
	for (const item of items) {
		const roomId = item.direction === 'to-matrix' ? item.rocketChatRoomId : item.event.roomId;
		const room = rooms.get(roomId) ?? [];
		room.push(item);
		rooms.set(roomId, room);
	}
	return [...rooms.values()];
}

/** @returns undefined if it is relayed or not parked any more; otherwise the item with its new failure, as it is stored now */
async function retryItem(app: AppContext, item: ParkedItem): Promise<ParkedItem | undefined> {
	const { parked } = app.store;
	try {
		await withHostFailures(async () => {
			// A retry may take long. An administrator may have dropped the item meanwhile, or retried it.
			if (!(await parked.byId(item.id))) {
				return;
			}
			await (item.direction === 'to-rocketchat'
				? app.incoming.transactions.relayParked(item.event)
				: app.retryOutgoing(item));
			await parked.remove(item.id);
		});
		return undefined;
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a parked event failed again', failure, { id: item.id });
		if (!(await parked.byId(item.id))) {
			return undefined; // an administrator has dropped it while it was tried
		}
		const { code, parameters } = failure;
		const failedAgain: ParkedItem = { ...item, code, reason: parameters.reason };
		await parked.add(failedAgain);
		return failedAgain;
	}
}
