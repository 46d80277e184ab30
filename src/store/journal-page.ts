import type { Branded } from '../branded';
import type { RocketChatRoomId } from '../rocketchat/ids';

/** Milliseconds that one page covers: few pages to read after an outage, and few records on each. */
const PAGE_MS = 21_600_000;

/** Names a page of the journal: what was linked in one room in some hours. */
export type JournalPage = Branded<'JournalPage'>;

/**
 * @param at milliseconds since 1970
 * @returns the page of what is linked in a room at that time
 */
export function journalPage(roomId: RocketChatRoomId, at = Date.now()): JournalPage {
	return pageOf(roomId, Math.floor(at / PAGE_MS));
}

/**
 * @param from milliseconds since 1970
 * @returns the pages of what was linked in a room since then, oldest first
 */
export function journalPagesSince(roomId: RocketChatRoomId, from: number, to = Date.now()): JournalPage[] {
	const pages: JournalPage[] = [];
	for (let number = Math.floor(from / PAGE_MS); number <= Math.floor(to / PAGE_MS); number++) {
		pages.push(pageOf(roomId, number));
	}
	return pages;
}

function pageOf(roomId: RocketChatRoomId, number: number): JournalPage {
	return `${roomId}/${number}` as JournalPage;
}
