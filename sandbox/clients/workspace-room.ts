/** A room as `im.list` and similar endpoints return it. */
export interface WorkspaceRoom {
	readonly _id: string;
	/** `d`, `c` or `p`. */
	readonly t: string;
	readonly usernames?: readonly string[];
	readonly name?: string;
	readonly fname?: string;
	readonly usersCount?: number;
	readonly topic?: string;
	/** Of a discussion: the room that it belongs to. Its `name` is random. */
	readonly prid?: string;
	/** Changes with the room's avatar; undefined if it has none. */
	readonly avatarETag?: string;
	/** When its last message was written, as ISO 8601. */
	readonly lm?: string;
}

/** A person's own entry of a room, as `subscriptions.get` returns it. */
export interface WorkspaceSubscription {
	/** The room. */
	readonly rid: string;
	/** Its name as the person sees it: in a direct message the names of the others. */
	readonly name?: string;
	readonly fname?: string;
}

/** One of the items that a slash command offers while the user types. */
export interface PreviewItem {
	readonly id: string;
	/** `text`, `image`, `audio`, `video` or `other`. */
	readonly type: string;
	readonly value: string;
}

/** What a slash command offers while the user types. */
export interface CommandPreview {
	readonly i18nTitle: string;
	readonly items: readonly PreviewItem[];
}
