import { isSpace } from './characters';
import type { Line } from './line';
import { emoticon } from './words';

const STAR = 0x2a;

/**
 * Tells whether a space, a star, the end or an item follows, be it behind more emoticons. Rule "EmoticonNeighbor"
 * @param isItem tells whether something other than an emoticon stands at a place
 */
export function leadsToItem(
	line: Line,
	repetition: number,
	at: number,
	isItem: (at: number) => boolean,
): boolean {
	const follows = (place: number) => {
		const next = line.text.charCodeAt(place);
		return Number.isNaN(next) || isSpace(next) || next === STAR || isItem(place);
	};
	const last = line.repeat(repetition, at, (place) => (follows(place) ? -1 : emoticon(line, place)));
	return follows(last);
}
