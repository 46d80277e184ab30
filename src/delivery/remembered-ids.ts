import { RecentIds } from './recent-ids';

/** Ids of messages that are not sent any more which are kept: more than there are while an event of them may still come. */
const MAX_UNSENT_MESSAGES = 2_000;

/** Marks and Matrix rooms without a room here that are remembered. They are looked for again after a start of the app. */
const MAX_REFUSED_MARKS = 2_000;

/** Events read when a room was joined which are remembered: the homeserver may push the newest of them, too. */
const MAX_EVENTS_OF_HISTORY = 5_000;

/** Rooms of bans by the federation bot that are remembered: each is needed for a moment. */
const MAX_BANS_HEARD = 100;

/** External people who are remembered as checked. Anybody else is checked again. */
const MAX_CHECKED_SENDERS = 10_000;

/** @returns what an instance remembers until the app ends; `ConfiguredBridge` says what each is for */
export function newRememberedIds() {
	return {
		deletedMessages: new RecentIds(MAX_UNSENT_MESSAGES),
		settledMessages: new RecentIds(MAX_UNSENT_MESSAGES),
		refusedMarks: new RecentIds(MAX_REFUSED_MARKS),
		checkedSenders: new RecentIds(MAX_CHECKED_SENDERS),
		eventsOfHistory: new RecentIds(MAX_EVENTS_OF_HISTORY),
		bansHeard: new RecentIds(MAX_BANS_HEARD),
	};
}
