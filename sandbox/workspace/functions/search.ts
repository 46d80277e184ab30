import type { MessageDocument, RoomDocument, UserDocument } from '../database/documents';
import type { Server } from '../server';
import { collections } from './collections';

/** The most results of each kind that the search box of clients gets (`Spotlight` in `server/lib/spotlight.ts`). */
const spotlightLimit = 5;

/**
 * The messages with one of the words, or that match `/a pattern/`
 * (`apps/meteor/server/meteor-methods/messages/messageSearch.ts`). MongoDB also finds other forms of a word.
 */
export function searchMessages(messages: readonly MessageDocument[], text: string): MessageDocument[] {
	const [, pattern, flags] = /^\/(.+)\/([imu]*)$/.exec(text.trim()) ?? [];
	const expression =
		pattern === undefined
			? new RegExp(`(^|\\W)(${text.trim().split(/\s+/).map(escaped).join('|')})($|\\W)`, 'i')
			: new RegExp(pattern, flags);
	return messages.filter(({ msg }) => expression.test(msg));
}

/** The people whose username or name contains the text, by username (`Spotlight`, `searchUsers`). */
export function searchUsers(server: Server, text: string): UserDocument[] {
	return collections(server)
		.users.find({ active: true }, { sort: { username: 1 } })
		.filter((user) => contains(text, user.username, user.name));
}

/** The channels whose name contains the text, by name (`Spotlight`, `searchRooms`). */
export function searchChannels(server: Server, text: string): RoomDocument[] {
	return collections(server)
		.rooms.find({ t: 'c' }, { sort: { name: 1 } })
		.filter((room) => contains(text, room.name, room.fname));
}

/** What the search box of clients gets: `#` searches only channels, `@` only people. */
export function spotlight(server: Server, query: string, userId: string): object {
	const text = query.replace(/^[#@]/, '');
	const others = (found: readonly UserDocument[]): UserDocument[] =>
		found.filter(({ _id }) => _id !== userId);
	return {
		users: query.startsWith('#') ? [] : firstOf(others(searchUsers(server, text))).map(shownUser),
		rooms: query.startsWith('@') ? [] : firstOf(searchChannels(server, text)).map(shownRoom),
	};
}

function shownUser({ _id, username, name = username, status, statusText, avatarETag }: UserDocument): object {
	return {
		_id,
		username,
		name,
		status,
		...(statusText !== undefined && { statusText }),
		...(avatarETag !== undefined && { avatarETag }),
		outside: true,
	};
}

function shownRoom({ _id, t, name, lastMessage }: RoomDocument): object {
	return { _id, t, name, ...(lastMessage && { lastMessage }) };
}

function firstOf<T>(found: readonly T[]): T[] {
	return found.slice(0, spotlightLimit);
}

function contains(text: string, ...names: (string | undefined)[]): boolean {
	return names.some((name) => name?.toLowerCase().includes(text.toLowerCase()));
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
