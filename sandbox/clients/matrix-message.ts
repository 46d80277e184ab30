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
	/** The event that it answers; what clients without threads take for an answer is none. */
	readonly answers?: string;
	/** The first event of the thread that it stands in. */
	readonly thread?: string;
	readonly edited: boolean;
	readonly redacted: boolean;
	/** `origin_server_ts`: milliseconds since 1970. */
	readonly sentAt: number;
}

/** @returns undefined for what a client shows otherwise than as a message: state, reactions, the edits themselves */
export function messageOf(event: MatrixEvent): MatrixMessage | undefined {
	const eventId = event.getId();
	const roomId = event.getRoomId();
	const sender = event.getSender();
	const shown = ['m.room.message', 'm.sticker'].includes(event.getType()) && !event.isRelation('m.replace');
	// A message of this client is in the timeline before the homeserver has given it an id.
	if (
		!shown ||
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

/** An edit's content has no relation of its own; the one of the original stays. */
function relationOf(relation: unknown): Pick<MatrixMessage, 'answers' | 'thread'> {
	const {
		rel_type: type,
		event_id: related,
		is_falling_back: fallsBack,
		'm.in_reply_to': inReplyTo,
	} = fieldsOf(relation);
	const answers = fieldsOf(inReplyTo).event_id;
	return {
		...(typeof answers === 'string' && fallsBack !== true && { answers }),
		...(typeof related === 'string' && type === 'm.thread' && { thread: related }),
	};
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
