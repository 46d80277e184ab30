import { objectIn, type JsonObject } from '../convert/json';
import { parseEventId, type EventId } from './ids';

/** What an incoming message relates to. Client-Server API, "Forming relationships between events". */
export type MessageRelation =
	/** It replaces the text of another message. `original` is undefined if it names no event. */
	| { readonly kind: 'edit'; readonly original: EventId | undefined }
	| {
			readonly kind: 'thread';
			readonly root: EventId;
			/** Whether `repliedTo` is there only for clients that do not know threads. */
			readonly isFallback: boolean;
			readonly repliedTo: EventId | undefined;
	  }
	| { readonly kind: 'reply'; readonly repliedTo: EventId };

/** The emoji that an `m.reaction` puts on an event. */
export interface Annotation {
	readonly target: EventId;
	readonly key: string;
}

/** @returns what a message relates to; undefined for a message without a relation */
export function parseMessageRelation(content: JsonObject): MessageRelation | undefined {
	const relation = objectIn(content['m.relates_to']);
	const eventId = parseEventId(relation.event_id);
	if (relation.rel_type === 'm.replace') {
		return { kind: 'edit', original: eventId };
	}
	const repliedTo = parseEventId(objectIn(relation['m.in_reply_to']).event_id);
	if (relation.rel_type === 'm.thread' && eventId) {
		return { kind: 'thread', root: eventId, isFallback: relation.is_falling_back === true, repliedTo };
	}
	return repliedTo && { kind: 'reply', repliedTo };
}

/** @returns the reaction; undefined if the content is none. Client-Server API, "Event annotations and reactions" */
export function parseAnnotation(content: JsonObject): Annotation | undefined {
	const { rel_type, event_id, key } = objectIn(content['m.relates_to']);
	const target = parseEventId(event_id);
	return rel_type === 'm.annotation' && target && typeof key === 'string' && key !== ''
		? { target, key }
		: undefined;
}

/** @returns the event that the content refers to, by any kind of relation */
export function parseReference(content: JsonObject): EventId | undefined {
	return parseEventId(objectIn(content['m.relates_to']).event_id);
}
