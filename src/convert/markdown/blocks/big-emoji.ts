import { emoticonAt } from '../../emoji/emoticons';
import { COLON, FIRST_EMOJI, isSpace, LINE_FEED } from '../characters';
import { readEmoji } from '../inline/emoji';
import { readEmoticon } from '../inline/emoticon';
import { readFirstOf } from '../inline/item-reader';
import { Line } from '../inline/line';
import type { BlockNode, InlineNode } from '../nodes';
import type { MessageReader } from './message-reader';

/** Rocket.Chat shows up to this many emoji large. */
const MOST_EMOJI = 3;

/**
 * Reads a message of one to three emoji and nothing else. Rocket.Chat: rule "BigEmoji"
 *
 *     :smile: :)
 *     ^         ^
 *
 * @param reader at the start of the message; it stays there
 * @returns undefined if the message contains anything else
 */
export function readBigEmoji({ source, options }: MessageReader): BlockNode | undefined {
	const children: InlineNode[] = [];
	let count = 0;
	let line: Line | undefined;
	for (let at = 0; at < source.length;) {
		const code = source.charCodeAt(at);
		if (isSpace(code) || code === LINE_FEED) {
			children.push(
				code === LINE_FEED ? { type: 'lineBreak' } : { type: 'text', text: source.charAt(at) },
			);
			at++;
			continue;
		}
		if (code < FIRST_EMOJI && code !== COLON && !emoticonAt(source, at)) {
			return undefined;
		}
		// No emoji contains a line break, so the whole message may be read as one line.
		line ??= new Line(source, 0, true, options);
		at = readFirstOf(line, at, children, readEmoji, readEmoticon);
		if (at < 0 || ++count > MOST_EMOJI) {
			return undefined;
		}
	}
	return count > 0 ? { type: 'paragraph', children } : undefined;
}
