import type { MatrixEvent } from 'matrix-js-sdk';

/** A message as a Matrix client shows it. */
export interface MatrixMessage {
	readonly eventId: string;
	readonly roomId: string;
	/** User id of the sender. */
	readonly sender: string;
	/** Event type: `m.room.message` or `m.sticker`. */
	readonly type: string;
	/** The content after the last edit; empty after a redaction. */
	readonly content: Readonly<Record<string, unknown>>;
	/** `content.body`, or empty. */
	readonly body: string;
	/** Event id of the message that it replies to. A thread's fallback (`is_falling_back`) is not a reply. */
	readonly repliesTo?: string;
	/** Event id of the first message of its thread. */
	readonly thread?: string;
	readonly edited: boolean;
	readonly redacted: boolean;
	/** `origin_server_ts`: milliseconds since 1970. */
	readonly sentAt: number;
}

/** @returns undefined for events that clients do not show as a message of their own: state, reactions, edits */
export function messageFromEvent(event: MatrixEvent): MatrixMessage | undefined {
	const eventId = event.getId();
	const roomId = event.getRoomId();
	const sender = event.getSender();
	const isMessage =
		['m.room.message', 'm.sticker'].includes(event.getType()) && !event.isRelation('m.replace');
	// The SDK puts a message of this client into the timeline before the homeserver has given it an id.
	if (
		!isMessage ||
		event.status !== null ||
		eventId === undefined ||
		roomId === undefined ||
		sender === undefined
	) {
		return undefined;
	}
	const content = event.getContent<Record<string, unknown>>();
	return {
		eventId,
		roomId,
		sender,
		type: event.getType(),
		content,
		body: typeof content.body === 'string' ? content.body : '',
		...relationOf(event.getOriginalContent<Record<string, unknown>>()['m.relates_to']),
		edited: event.replacingEvent() !== null,
		redacted: event.isRedacted(),
		sentAt: event.getTs(),
	};
}

/** @param relation `m.relates_to` of the original content: the content of an edit does not repeat it */
function relationOf(relation: unknown): Pick<MatrixMessage, 'repliesTo' | 'thread'> {
	const {
		rel_type: type,
		event_id: related,
		is_falling_back: isFallback,
		'm.in_reply_to': inReplyTo,
	} = fieldsOf(relation);
	const repliesTo = fieldsOf(inReplyTo).event_id;
	return {
		...(typeof repliesTo === 'string' && isFallback !== true && { repliesTo }),
		...(typeof related === 'string' && type === 'm.thread' && { thread: related }),
	};
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
