import { createHash } from 'crypto';
import type { EventId } from '../matrix/ids';

/**
 * @returns the id that an event has as a message of Rocket.Chat: 24 letters and digits that no other event has, so
 * that posting it twice is posting it once
 */
export function messageIdOf(eventId: EventId): string {
	return createHash('sha256').update(eventId).digest('hex').slice(0, 24);
}
