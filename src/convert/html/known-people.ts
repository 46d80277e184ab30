import type { PermalinkLabels } from './permalink';

/**
 * What the caller knows about the people and rooms that a message names. `pillsIn` lists whom the caller has to look up
 * before the conversion, which is synchronous.
 */
export interface KnownPeople {
	/** @returns the username of the local user behind a Matrix user id, undefined for any other user */
	username(userId: string): string | undefined;
	/** @returns the name to show for somebody who cannot be mentioned, undefined if it is not known */
	displayName(userId: string): string | undefined;
	/** @returns the name of the bridged channel behind a room id or alias */
	channel(roomIdOrAlias: string): string | undefined;
	/** Whether pills may mention, and so notify, local users. If not, their usernames are written as text. */
	readonly mayMention: boolean;
	/** What links into Matrix are called whose text is only their address; the default is English. */
	readonly permalinks?: PermalinkLabels;
	/** Whether the message notifies a user; left out if it does not say, so that every pill does. */
	readonly mentions?: (userId: string) => boolean;
}

/** What a conversion needs to know besides the message. */
export interface ConversionContext extends KnownPeople {
	/** The longest line of the result, in UTF-16 units; a longer one is split. `longestLine` computes it. */
	readonly longestLine: number;
}
