import type { MessageContent, RelationContent, ShownContent } from '../matrix/events';
import type { EventId } from '../matrix/ids';

/** The events that a message relates to. */
export interface RelatedEvents {
	/** The event that the message replies to. */
	readonly repliedTo?: EventId | undefined;
	/** The first event of the thread that the message is in. */
	readonly thread?: EventId | undefined;
}

/**
 * Adds the relation of a reply or of a message in a thread. Client-Server API, "Rich replies" and "Threading".
 *
 * A message in a thread also has a reply relation, for clients that do not support threads. It points to the first
 * event of the thread. The specification recommends the latest event of the thread, but finding that one would take a
 * query to the store for every message.
 * @param part number of the event, if the message is sent as several events; only the first one, 0, is the reply
 */
export function withRelation(
	content: ShownContent,
	{ repliedTo, thread }: RelatedEvents,
	part = 0,
): MessageContent {
	const relation = relationTo(part === 0 ? repliedTo : undefined, thread);
	return relation ? { ...content, 'm.relates_to': relation } : content;
}

function relationTo(
	repliedTo: EventId | undefined,
	thread: EventId | undefined,
): RelationContent | undefined {
	if (thread) {
		return {
			rel_type: 'm.thread',
			event_id: thread,
			is_falling_back: repliedTo === undefined,
			'm.in_reply_to': { event_id: repliedTo ?? thread },
		};
	}
	return repliedTo && { 'm.in_reply_to': { event_id: repliedTo } };
}

/**
 * Makes the content of an edit. Client-Server API, "Event replacements". Clients that do not support edits show the new
 * text with a star in front. An edit contains no mentions, so that nobody is notified a second time.
 * @param content what the message shows now
 * @param original the event that is edited
 */
export function asEdit(content: ShownContent, original: EventId): MessageContent {
	const { formatted_body } = content;
	return {
		...content,
		body: `* ${content.body}`,
		...(formatted_body !== undefined && { formatted_body: `* ${formatted_body}` }),
		'm.mentions': {},
		'm.new_content': content,
		'm.relates_to': { rel_type: 'm.replace', event_id: original },
	};
}
