/** Ends of words that are too early leave a piece too short. */
const LEAST = 4;

/**
 * How much of a text goes into a piece: up to white space where that keeps a quarter of the room, else up to any
 * character.
 * @param room at least 1; UTF-16 units
 */
export function endOfPiece(text: string, room: number): number {
	if (text.length <= room) {
		return text.length;
	}
	for (let index = room; index >= room / LEAST && index > 0; index--) {
		const character = text.charAt(index);
		if (character === ' ' || character === '\t') {
			return index;
		}
	}
	// Half of a pair is no character; one that takes more than the room has its piece for itself.
	const isInPair = /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(room - 1, room + 1));
	return isInPair ? room - 1 || 2 : room;
}

/** Cuts a line of text without markup into pieces, between words where it can; the white space there is lost. */
export function cutText(line: string, room: number): readonly string[] {
	const pieces: string[] = [];
	let rest = line;
	while (rest.length > room) {
		const end = endOfPiece(rest, room);
		pieces.push(rest.slice(0, end).trimEnd());
		rest = rest.slice(end).trimStart();
	}
	return [...pieces, rest].filter((piece) => piece !== '');
}
