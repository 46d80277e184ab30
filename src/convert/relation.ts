import type { MessageContent, MessageText, Relation } from '../matrix/events';
import type { EventId } from '../matrix/ids';

/** What a message stands in relation to. */
export interface Related {
	/** The event that it answers. */
	readonly answered?: EventId | undefined;
	/** The first event of the thread it stands in. */
	readonly thread?: EventId | undefined;
}

/**
 * Client-Server API, "Rich replies" and "Threading". Clients without threads show a message of a thread as an answer
 * to the thread's first one. The specification would have its latest one there, which takes a question to the store with
 * every message, for the sake of those clients alone.
 * @param part of a message that is several events; only the first one is an answer
 */
export function related(text: MessageText, { answered, thread }: Related, part = 0): MessageContent {
	const relation = relationOf(part === 0 ? answered : undefined, thread);
	return relation ? { ...text, 'm.relates_to': relation } : text;
}

function relationOf(answered: EventId | undefined, thread: EventId | undefined): Relation | undefined {
	if (thread) {
		return {
			rel_type: 'm.thread',
			event_id: thread,
			is_falling_back: answered === undefined,
			'm.in_reply_to': { event_id: answered ?? thread },
		};
	}
	return answered && { 'm.in_reply_to': { event_id: answered } };
}

/**
 * Client-Server API, "Event replacements". Clients that know no edits show the star. Nobody is woken a second time.
 * @param text what the message says now
 * @param original the event that it said it in
 */
export function asEdit(text: MessageText, original: EventId): MessageContent {
	const { formatted_body } = text;
	return {
		...text,
		body: `* ${text.body}`,
		...(formatted_body !== undefined && { formatted_body: `* ${formatted_body}` }),
		'm.mentions': {},
		'm.new_content': text,
		'm.relates_to': { rel_type: 'm.replace', event_id: original },
	};
}
