import { unicodeOf } from '../emoji/emoji';
import { WORD_JOINER } from '../escape/word-joiner';
import type { ResolvedNames } from './matrix-names';
import type { ReplaceableNode } from './nodes';
import { timestampText } from './timestamp-text';

/**
 * Writes the `body` of a message, which notifications and clients without HTML show: the typed text, in which emoji,
 * names and dates replace their markup. Spoilers stay hidden. Client-Server API, "Spoiler messages"
 * @param source the message
 * @param replaceable its nodes of this kind, from left to right
 */
export function bodyOf(
	source: string,
	replaceable: readonly ReplaceableNode[],
	names: ResolvedNames,
): string {
	let body = '';
	let end = 0;
	for (const node of replaceable) {
		const text = node.start < end ? undefined : replacementFor(node, names);
		if (text !== undefined) {
			body += source.slice(end, node.start) + text;
			end = node.end;
		}
	}
	const whole = end === 0 ? source : body + source.slice(end);
	// Messages from Matrix are escaped with this character. Matrix needs no escapes.
	return whole.includes(WORD_JOINER) ? whole.replaceAll(WORD_JOINER, '') : whole;
}

/** @returns the text to show instead of what was typed, or undefined if that stays */
function replacementFor(node: ReplaceableNode, names: ResolvedNames): string | undefined {
	switch (node.type) {
		case 'escape':
			return node.text;
		case 'emoji':
			return unicodeOf(node.shortcode);
		case 'timestamp':
			return timestampText(node.value, node.format);
		case 'mention': {
			const mention = names.mentions.get(node.name);
			return mention && mention.text + mention.rest;
		}
		case 'channel':
			return names.channel(node.name)?.name;
		case 'spoiler':
		case 'spoilerBlock':
			return '[Spoiler]';
	}
}
