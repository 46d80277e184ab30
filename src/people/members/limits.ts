/**
 * External members that a federated room shows in Rocket.Chat without a need, each with a bot user. In a larger room the others
 * get theirs when they write, are invited or are removed.
 */
export const MAX_SHOWN_EXTERNALS = 100;

/**
 * Local members whose ghosts join the Matrix room at once. In a room with more of them, a ghost joins when its local user writes:
 * each takes several requests.
 */
export const MAX_JOINED_AT_ONCE = 100;

/** Members on Matrix from which on a room is marked as large in lists: joining it takes the homeserver long, and much disk. */
export const LARGE_ROOM_MEMBERS = 10_000;
