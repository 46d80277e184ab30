/** The rules of rooms that let in also people who are not invited. Client-Server API, "m.room.join_rules" */
const openRules: readonly unknown[] = ['public', 'restricted', 'knock_restricted'];

/** @returns whether a join rule lets in people who are not invited: everybody, or the members of certain other rooms */
export function letsInUninvited(joinRule: unknown): boolean {
	return openRules.includes(joinRule);
}
