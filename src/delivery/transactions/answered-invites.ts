import type { RoomEvent } from '../../matrix/events';
import { isPulledInvitation } from '../../matrix/sync';
import { uptime } from '../../uptime';

/** Milliseconds in which the same invitation may come both ways. */
const REPEATED_FOR_MS = 600_000;

/** The way on which an invitation came. */
interface Answer {
	readonly isPulled: boolean;
	/** By `uptime`. */
	readonly at: number;
}

/**
 * Invitations that were answered lately. The same invitation comes once by push and once by pull, and the pulled one lacks
 * the id of its event, so both are recognised by the room and the invited user.
 */
export class AnsweredInvitations {
	private readonly answers = new Map<string, Answer>();

	/** @returns whether the event is an invitation that was answered when it came the other way */
	isRepeat(event: RoomEvent): boolean {
		const key = keyOf(event);
		const isInvitation = event.content.membership === 'invite';
		const answer = key === undefined || !isInvitation ? undefined : this.answers.get(key);
		if (key === undefined || answer?.isPulled !== !isPulledInvitation(event.eventId)) {
			return false;
		}
		this.answers.delete(key);
		return uptime() - answer.at < REPEATED_FOR_MS;
	}

	/** Remembers an event if it is an invitation, and forgets an invitation that somebody has withdrawn. */
	add(event: RoomEvent): void {
		const key = keyOf(event);
		if (key === undefined) {
			return;
		}
		if (event.content.membership !== 'invite') {
			if (event.sender !== event.stateKey) {
				this.answers.delete(key);
			}
			return;
		}
		this.answers.set(key, { isPulled: isPulledInvitation(event.eventId), at: uptime() });
		for (const [old, { at }] of this.answers) {
			if (uptime() - at < REPEATED_FOR_MS) {
				break;
			}
			this.answers.delete(old);
		}
	}
}

function keyOf({ type, roomId, stateKey }: RoomEvent): string | undefined {
	return type === 'm.room.member' ? `${roomId} ${stateKey ?? ''}` : undefined;
}
