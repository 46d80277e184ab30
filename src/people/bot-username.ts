import type { UserId } from '../matrix/ids';

/**
 * @returns the username of an external user's bot user: the Matrix id without its `@`. Rocket.Chat takes a username with
 * both `@` and `:` for a user of its native federation, and refuses it in ordinary rooms
 */
export function botUsernameOf(userId: UserId): string {
	return userId.slice(1);
}
