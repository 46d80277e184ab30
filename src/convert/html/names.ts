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
	/** What a line may take in the workspace's messages, in UTF-16 units; a longer one becomes several. */
	readonly longestLine: number;
}
