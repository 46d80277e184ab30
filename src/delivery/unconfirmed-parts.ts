import { BoundedMap } from '../bounded-map';
import type { RoomId, UserId } from '../matrix/ids';

/** A part of a message that was sent without getting an answer: it may be on Matrix. */
export interface UnconfirmedPart {
	readonly part: number;
	readonly ghostId: UserId;
	readonly roomId: RoomId;
	readonly transactionId: string;
	/** When it was first sent, milliseconds since 1970. */
	readonly sentAt: number;
}

/** Messages that are remembered at most; the oldest are forgotten first. */
const MAX_REMEMBERED_MESSAGES = 1_000;

/** The unconfirmed part of each message. Parts are sent one after the other, so a message has one at most. */
export class UnconfirmedParts {
	private readonly parts = new BoundedMap<string, UnconfirmedPart>(MAX_REMEMBERED_MESSAGES);

	find(messageId: string): UnconfirmedPart | undefined {
		return this.parts.get(messageId);
	}

	add(messageId: string, part: UnconfirmedPart): void {
		this.parts.set(messageId, part);
	}

	forget(messageId: string): void {
		this.parts.delete(messageId);
	}
}
