import { unicodeOf } from '../emoji/emoji';
import { WORD_JOINER } from '../escape/word-joiner';
import { mentionOf, type Names } from './names';
import type { Replaceable } from './nodes';
import { timestampText } from './timestamps';

/**
 * The text of notifications and of clients without HTML: what was typed, with emoji, names and dates in place of what
 * stands for them. What is hidden stays hidden; Client-Server API, "Spoiler messages".
 * @param source the message
 * @param replaceable what in it may be shown otherwise, from left to right
 */
export function bodyOf(source: string, replaceable: readonly Replaceable[], names: Names): string {
	let body = '';
	let end = 0;
	for (const node of replaceable) {
		const text = node.start < end ? undefined : plainText(node, names);
		if (text !== undefined) {
			body += source.slice(end, node.start) + text;
			end = node.end;
		}
	}
	const shown = end === 0 ? source : body + source.slice(end);
	// What the other direction escapes with has no use on Matrix.
	return shown.includes(WORD_JOINER) ? shown.replaceAll(WORD_JOINER, '') : shown;
}

/** @returns what stands in the message instead of what was typed, undefined where that stays */
function plainText(node: Replaceable, names: Names): string | undefined {
	switch (node.type) {
		case 'escape':
			return node.text;
		case 'emoji':
			return unicodeOf(node.shortcode);
		case 'timestamp':
			return timestampText(node.value, node.format);
		case 'mention': {
			const mention = mentionOf(node.name, names);
			return mention && mention.text + mention.rest;
		}
		case 'channel':
			return names.channel?.(node.name)?.name;
		case 'spoiler':
		case 'spoilerBlock':
			return '[Spoiler]';
	}
}
