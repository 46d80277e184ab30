/** What a workspace calls the people and rooms of a message; `pillsIn` says which to look up. */
export interface Names {
	/** @returns the username of the local person behind a Matrix user id */
	username(userId: string): string | undefined;
	/** @returns what anybody else is called */
	displayName(userId: string): string | undefined;
	/** @returns the name of the bridged channel behind a room id or alias */
	channel(roomIdOrAlias: string): string | undefined;
	/** Whether people may be notified by mentions from Matrix. */
	readonly mayMention: boolean;
	/** Setting `Site_Url`; links to it never become quotes. */
	readonly siteUrl: string;
}
