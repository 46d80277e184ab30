import { parseRoomEvent, type RoomEvent } from '../../matrix/events';
import type { Counter } from '../counter';

/**
 * Parses events from outside, and counts what is wrong with them by reason. An event that comes several times, pushed or
 * pulled, is counted once.
 * @param dropped counts events that have no effect, and events of which something was taken out
 * @returns the events that are well-formed, in order
 */
export function admit(events: readonly unknown[], dropped: Counter): RoomEvent[] {
	return events.flatMap((raw) => {
		const event = parseRoomEvent(raw);
		if (!event) {
			dropped.add('no event');
			return [];
		}
		event.cleaned?.forEach((reason) => dropped.add(reason, event.eventId));
		return event;
	});
}
