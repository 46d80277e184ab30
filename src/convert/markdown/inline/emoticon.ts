import { emoticonAt } from '../../emoji/emoticons';
import { ASTERISK, isSpace } from '../characters';
import type { InlineNode } from '../nodes';
import { readAsText } from './item-reader';
import type { Line } from './line';

/**
 * Reads an emoticon, without a look at its neighbours. Rocket.Chat: rule "Emoticon"
 *
 *     hi :-) all
 *        ^  ^
 */
export function readEmoticon(line: Line, at: number, out?: InlineNode[]): number {
	const emoticon = line.options.emoticons ? emoticonAt(line.text, at) : undefined;
	if (!emoticon) {
		return -1;
	}
	const { text, shortcode } = emoticon;
	const end = at + text.length;
	out?.push({ type: 'emoji', text, shortcode, start: line.offset + at, end: line.offset + end });
	return end;
}

/**
 * Decides whether Rocket.Chat reads what ends at this position as an emoticon: only if a space, an asterisk, the end
 * of the line or another item follows. More emoticons may be between them. Rocket.Chat: rule "EmoticonNeighbor"
 *
 *     hi :):D all
 *          ^
 *
 * @param key of `repetitionKeys`
 * @param isItemAt returns whether an item other than an emoticon starts at a position
 */
export function isEmoticonAllowedBefore(
	line: Line,
	key: number,
	at: number,
	isItemAt: (at: number) => boolean,
): boolean {
	const isNeighbor = (position: number) => {
		const next = line.text.charCodeAt(position);
		return Number.isNaN(next) || isSpace(next) || next === ASTERISK || isItemAt(position);
	};
	const afterEmoticons = line.repeat(key, at, (position) =>
		isNeighbor(position) ? -1 : readEmoticon(line, position),
	);
	return isNeighbor(afterEmoticons);
}

/**
 * Reads the first character of `-_-` as text if more text follows in the message.
 *
 *     a -_- b
 *       ^^
 */
export function readDashOfEmoticon(line: Line, at: number, out?: InlineNode[]): number {
	const isEndOfMessage = line.isLast && at + '-_-'.length === line.text.length;
	return line.text.startsWith('-_-', at) && !isEndOfMessage ? readAsText(line, at, at + 1, out) : -1;
}
