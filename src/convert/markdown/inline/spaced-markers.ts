import { ASTERISK, isSpace, TILDE, UNDERSCORE } from '../characters';
import type { InlineNode } from '../nodes';
import { readAsText } from './item-reader';
import type { Line } from './line';

/**
 * Reads markers of emphasis with nothing but spaces between them, which are text.
 * Rocket.Chat: rule "EmphasisWithWhitespace"
 *
 *     so * ** now
 *        ^   ^
 */
export function readSpacedMarkers(line: Line, at: number, out?: InlineNode[]): number {
	const markers = markersStartingWith(line.text.charCodeAt(at));
	if (markers === undefined) {
		return -1;
	}
	const firstEnd = line.spanEnd(markers, at);
	if (!isSpace(line.text.charCodeAt(firstEnd))) {
		return -1;
	}
	const second = line.spanEnd('spaces', firstEnd);
	const end = line.spanEnd(markers, second);
	return end > second ? readAsText(line, at, end, out) : -1;
}

function markersStartingWith(code: number) {
	switch (code) {
		case ASTERISK:
			return 'asterisks';
		case UNDERSCORE:
			return 'underscores';
		case TILDE:
			return 'tildes';
		default:
			return undefined;
	}
}
