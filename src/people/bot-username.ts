import type { UserId } from '../matrix/ids';

/**
 * A bot user's username is the Matrix id without its `@`: a name that holds both `@` and `:` is taken by
 * Rocket.Chat for a user of its native federation and refused in ordinary rooms.
 */
export function botUsernameOf(userId: UserId): string {
	return userId.slice(1);
}
