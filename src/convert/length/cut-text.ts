/** A line is cut at white space only if the first part keeps at least this share of the space. */
const LEAST_SHARE = 1 / 4;

/**
 * Finds where to cut a text that is too long: at the last white space that leaves at least a quarter of the space used,
 * else between any two characters.
 * @param maxLength of the part before the cut, at least 1; UTF-16 units
 * @returns the length of the text if it is short enough. If the first character is a surrogate pair and longer
 * than `maxLength`, the part before the cut is that character
 */
export function cutPosition(text: string, maxLength: number): number {
	if (text.length <= maxLength) {
		return text.length;
	}
	for (let index = maxLength; index >= maxLength * LEAST_SHARE && index > 0; index--) {
		const character = text.charAt(index);
		if (character === ' ' || character === '\t') {
			return index;
		}
	}
	const isInSurrogatePair = /^[\ud800-\udbff][\udc00-\udfff]/.test(
		text.slice(maxLength - 1, maxLength + 1),
	);
	return isInSurrogatePair ? maxLength - 1 || 2 : maxLength;
}

/**
 * Cuts a line of text without markup into parts, between words if possible. The white space at a cut is lost.
 * @param maxLength of a part, at least 1; UTF-16 units
 */
export function cutText(line: string, maxLength: number): readonly string[] {
	const parts: string[] = [];
	let rest = line;
	while (rest.length > maxLength) {
		const end = cutPosition(rest, maxLength);
		parts.push(rest.slice(0, end).trimEnd());
		rest = rest.slice(end).trimStart();
	}
	return [...parts, rest].filter((part) => part !== '');
}
