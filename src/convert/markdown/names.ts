import type { UserId } from '../../matrix/ids';

/** What the names of a message stand for on Matrix, and what its sender may do with them. */
export interface Names {
	/** @returns undefined where nobody on Matrix has the username, or may not be mentioned */
	readonly person: (
		username: string,
	) => { readonly userId: UserId; readonly displayName: string } | undefined;
	/** @returns the alias or id of the room and what to call it, undefined where it is no room of Matrix */
	readonly channel?: (name: string) => { readonly address: string; readonly name: string } | undefined;
	/** Whether `@all` reaches everybody. */
	readonly mayMentionRoom: boolean;
}

/** What a name in a message becomes. */
export interface Mention {
	readonly text: string;
	/** Whom it mentions; nobody where it is the room. */
	readonly userId?: UserId;
	/** What of the name as written is text behind it. */
	readonly rest: string;
}

const room: Mention = { text: '@room', rest: '' };

/** A username may end with a dot, and so may a sentence. */
export const usernamesFor = (written: string): readonly string[] =>
	written.endsWith('.') ? [written, written.replace(/\.+$/, '')] : [written];

/**
 * @param written what stands behind the `@`
 * @returns undefined where it stays as written
 */
export function mentionOf(written: string, names: Names): Mention | undefined {
	if (written === 'all') {
		return names.mayMentionRoom ? room : undefined;
	}
	if (written === 'here') {
		return undefined;
	}
	for (const username of usernamesFor(written)) {
		const person = names.person(username);
		if (person) {
			return { text: person.displayName, userId: person.userId, rest: written.slice(username.length) };
		}
	}
	return undefined;
}

/**
 * Matrix specification, Appendices, "matrix.to navigation".
 * @param identifier of a user or room
 */
export function matrixTo(identifier: string): string {
	return `https://matrix.to/#/${encodeURIComponent(identifier).replaceAll('%40', '@').replaceAll('%3A', ':')}`;
}
