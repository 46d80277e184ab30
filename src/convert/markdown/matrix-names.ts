import type { MxcUri, UserId } from '../../matrix/ids';

/** What the names in a message stand for on Matrix, and what the sender may do with them. */
export interface MatrixNames {
	/** @returns undefined if nobody on Matrix has the username, or if the sender may not mention that person */
	readonly person: (
		username: string,
	) => { readonly userId: UserId; readonly displayName: string } | undefined;
	/** @returns the alias or id of the room and the name to show, or undefined if the channel is no Matrix room */
	readonly channel?: (name: string) => { readonly address: string; readonly name: string } | undefined;
	/** @returns the picture of a custom emoji on Matrix; undefined if the shortcode stays text */
	readonly emoji?: (shortcode: string) => MxcUri | undefined;
	/** Whether the sender may notify everybody with `@all`. */
	readonly mayMentionRoom: boolean;
}

/** What a mention becomes on Matrix. */
export interface MatrixMention {
	/** The text to show for the mention. */
	readonly text: string;
	/** The user who is mentioned; undefined if it is the whole room. */
	readonly userId?: UserId;
	/** The end of the typed name that is not part of the username: the dots that end a sentence. */
	readonly rest: string;
}

const roomMention: MatrixMention = { text: '@room', rest: '' };

/** @returns the usernames that a typed name may mean: dots at its end may belong to the username or end a sentence */
export const usernamesFor = (typed: string): readonly string[] =>
	typed.endsWith('.') ? [typed, typed.replace(/\.+$/, '')] : [typed];

/** What the names in one message become on Matrix. Each mention is resolved once. */
export interface ResolvedNames {
	/** By the names as they are typed, without `@`. A name that is not here stays as typed. */
	readonly mentions: ReadonlyMap<string, MatrixMention>;
	readonly channel: NonNullable<MatrixNames['channel']>;
	readonly emoji: NonNullable<MatrixNames['emoji']>;
}

/**
 * Resolves the names in a message.
 * @param typedNames the names behind each `@`
 */
export function resolveNames(typedNames: readonly string[], names: MatrixNames): ResolvedNames {
	const mentions = new Map<string, MatrixMention>();
	for (const typed of typedNames) {
		const mention = mentionOf(typed, names);
		if (mention) {
			mentions.set(typed, mention);
		}
	}
	return {
		mentions,
		channel: names.channel ?? (() => undefined),
		emoji: names.emoji ?? (() => undefined),
	};
}

/** @returns what a mention becomes; undefined if the name stays as typed */
function mentionOf(typed: string, names: MatrixNames): MatrixMention | undefined {
	if (typed === 'all') {
		return names.mayMentionRoom ? roomMention : undefined;
	}
	if (typed === 'here') {
		return undefined;
	}
	for (const username of usernamesFor(typed)) {
		const person = names.person(username);
		if (person) {
			return { text: person.displayName, userId: person.userId, rest: typed.slice(username.length) };
		}
	}
	return undefined;
}

/**
 * The link to a user or room. Matrix specification, Appendices, "matrix.to navigation" and "Routing"
 * @param identifier a user id, a room id or an alias
 * @param via a server that is in the room; an id does not say where to join it
 */
export function matrixToLink(identifier: string, via?: string): string {
	const address = `https://matrix.to/#/${encodeURIComponent(identifier).replaceAll('%40', '@').replaceAll('%3A', ':')}`;
	return via === undefined ? address : `${address}?via=${encodeURIComponent(via).replaceAll('%3A', ':')}`;
}
