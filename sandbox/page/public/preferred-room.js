/**
 * The room that a column shows at first. Both columns show the room that their two persons share; one that nobody else is
 * in, if there is one.
 * @param other address of the person of the other column
 */
export function preferredRoom(rooms, other) {
	const joined = rooms.filter(({ invitedBy }) => !invitedBy);
	const shared = joined.filter(({ people }) => people.includes(other));
	const smallest = Math.min(...shared.map(({ people }) => people.length));
	return shared.find(({ people }) => people.length === smallest) ?? joined[0] ?? rooms[0];
}
