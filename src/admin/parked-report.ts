import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';
import type { RocketChatRoomId } from '../rocketchat/ids';
import { daysLeft, parkedLimits, type ParkedItem } from '../store/parked-events';
import { formatAge } from './age';
import type { RetryResult } from './parked';
import { groupByReason } from './parked-reasons';

/** The most items of one reason, and of all, that the list shows: names of people and rooms cost calls. */
const MAX_LISTED_OF_REASON = 5;
const MAX_LISTED = 25;

/** The status warns so many days before items are removed, and when the list is so full. */
const WARN_DAYS = 3;
const WARN_SHARE = 0.9;

/** @returns what is parked, by reason, with the remedies and what to type, for an administrator */
export async function parkedReport(app: AppContext, text: Texts): Promise<string> {
	await app.openStore();
	const items = await app.store.parked.all();
	if (items.length === 0) {
		return text('error_nothing_parked');
	}
	const lines = [text('parked_title', { count: items.length })];
	let listed = 0;
	for (const { reason, explanation, items: sameReason } of groupByReason(items)) {
		const again = text('parked_again', { reason });
		lines.push(`**${sameReason.length} × \`${reason}\`** ${text(explanation)} ${again}`);
		const shown = sameReason.slice(0, Math.min(MAX_LISTED_OF_REASON, MAX_LISTED - listed));
		for (const item of shown) {
			lines.push(`• ${await itemLine(app, item, text)}`);
		}
		listed += shown.length;
		if (shown.length < sameReason.length) {
			lines.push(text('parked_more', { count: sameReason.length - shown.length }));
		}
	}
	const { days, items: limit } = parkedLimits;
	return [...lines, text('parked_usage', { days, limit })].join('\n');
}

/** @returns lines for the status: how much is parked by reason, what is removed soon, and what was removed */
export async function parkedStatus({ store }: AppContext, text: Texts): Promise<string[]> {
	const items = await store.parked.all();
	const removed = await store.parked.removedByLimits();
	const leaving = items.filter((item) => daysLeft(item) <= WARN_DAYS).length;
	const { days: kept, items: limit } = parkedLimits;
	return [
		...(items.length > 0 ? [text('status_parked', { count: items.length })] : []),
		...groupByReason(items).map(({ reason, items: { length } }) => `• ${length} × \`${reason}\``),
		...(leaving > 0 ? [text('status_parked_leaving', { count: leaving, days: WARN_DAYS, kept })] : []),
		...(items.length >= limit * WARN_SHARE ? [text('status_parked_full', { limit })] : []),
		...(removed
			? [
					text('status_parked_removed', {
						...{ count: removed.count, at: new Date(removed.at).toISOString() },
						...{ limit, days: kept },
					}),
				]
			: []),
	];
}

/** @returns what a retry has done, for an administrator */
export function retryReport({ done, failed, skipped, unfinished }: RetryResult, text: Texts): string {
	return [
		text('parked_done', { count: done }),
		...(failed.length > 0 ? [text('parked_failed', { count: failed.length })] : []),
		...groupByReason(failed).map(
			({ reason, explanation, items: { length } }) =>
				`• ${length} × \`${reason}\`: ${text(explanation)}`,
		),
		...(skipped > 0 ? [text('parked_skipped', { count: skipped })] : []),
		...(unfinished > 0 ? [text('parked_unfinished', { count: unfinished })] : []),
	].join('\n');
}

async function itemLine(app: AppContext, item: ParkedItem, text: Texts): Promise<string> {
	const { id, at } = item;
	const age = formatAge(Date.now() - at);
	if (item.direction === 'to-matrix') {
		const person = item.actorId && (await app.people.byId(item.actorId));
		const room = await app.rooms.nameOf(item.rocketChatRoomId);
		return text('parked_item_to_matrix', {
			...{ id, age, room: room ?? item.rocketChatRoomId },
			person: person ? person.username : (item.actorId ?? '–'),
		});
	}
	const { type, sender, roomId } = item.event;
	const link = await app.store.rooms.byMatrixId(roomId);
	const room = await roomName(app, link?.rocketChatId);
	return text('parked_item_to_rocketchat', {
		...{ id, age, person: sender, room: room ?? roomId },
		type: shownType(type),
	});
}

async function roomName({ rooms }: AppContext, id?: RocketChatRoomId): Promise<string | undefined> {
	return id && rooms.nameOf(id);
}

/** The type of an event comes from another server and may be any text. */
function shownType(type: string): string {
	return type.slice(0, 60).replace(/\s+/g, ' ');
}
