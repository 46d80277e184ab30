import type { Request } from 'express';
import type { Server } from '../server';

/**
 * `offset` and `count` of a list (apps/meteor/app/api/server/helpers/getPaginationItems.ts): count 0 means all, where
 * the setting allows it.
 */
export function pagination(server: Server, request: Request): { offset: number; count: number } {
	const limit = server.settings.get<number>('API_Upper_Count_Limit');
	const standard = server.settings.get<number>('API_Default_Count');
	const offset = Number(request.query.offset ?? 0) || 0;
	const asked = request.query.count === undefined ? standard : Number(request.query.count);
	if (asked === 0 && server.settings.get<boolean>('API_Allow_Infinite_Count')) {
		return { offset, count: 0 };
	}
	return { offset, count: Math.min(asked > 0 ? asked : standard, limit) };
}

/** The position of a page in a list, and the length of the list. */
export interface Page {
	offset: number;
	count: number;
	total: number;
}

/** One page of a list, with its position and the length of the list. */
export function page<T>(
	items: readonly T[],
	{ offset, count }: { offset: number; count: number },
): Page & { items: T[] } {
	const part = items.slice(offset, count === 0 ? undefined : offset + count);
	return { items: part, offset, count: part.length, total: items.length };
}
