import type { InlineNode } from '../nodes';
import type { ItemReader } from './item-reader';
import { repetitionKeys, type Line } from './line';
import { showTouchingEmojiAsTyped } from './touching-emoji';

const SPOILER_MARKER = '||';

/**
 * Reads a spoiler on one line. Rocket.Chat: rule "Spoiler"
 *
 *     it is ||the butler||, of course
 *           ^             ^
 *
 * @param readContentItem reads any item, or one character. It also reads spoilers, so it has to be a parameter
 */
export function readSpoiler(line: Line, at: number, readContentItem: ItemReader, out?: InlineNode[]): number {
	if (!line.text.startsWith(SPOILER_MARKER, at)) {
		return -1;
	}
	const start = at + SPOILER_MARKER.length;
	const close = line.repeat(repetitionKeys.spoiler, start, (position) =>
		position >= line.text.length || line.text.startsWith(SPOILER_MARKER, position)
			? -1
			: readContentItem(line, position),
	);
	if (close === start || !line.text.startsWith(SPOILER_MARKER, close)) {
		return -1;
	}
	const end = close + SPOILER_MARKER.length;
	if (out) {
		const children: InlineNode[] = [];
		for (let position = start; position < close;) {
			position = readContentItem(line, position, children);
		}
		showTouchingEmojiAsTyped(children);
		out.push({ type: 'spoiler', children, start: line.offset + at, end: line.offset + end });
	}
	return end;
}
