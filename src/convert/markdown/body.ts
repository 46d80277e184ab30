import type { Token } from 'markdown-it';
import { unicodeOf } from '../emoji/emoji';
import { mentionOf, type Names } from './names';
import { timestampText } from './timestamps';

/**
 * The text of notifications and of clients without HTML: what was typed, with emoji, names and dates in place of what
 * stands for them. What is hidden stays hidden; Client-Server API, "Spoiler messages".
 * @param source what the tokens were read from
 * @param tokens the blocks of the message
 */
export function bodyOf(source: string, tokens: readonly Token[], names: Names): string {
	let body = '';
	let end = 0;
	const replace = (token: Token) => {
		const [start, behind] = token.map ?? [0, 0];
		const text = start < end ? undefined : plainText(token, names);
		if (text !== undefined) {
			body += source.slice(end, start) + text;
			end = behind;
		}
	};
	for (const token of tokens) {
		replace(token);
		token.children?.forEach(replace);
	}
	return body + source.slice(end);
}

/** @returns what stands in the message instead of what was typed, undefined where that stays */
function plainText({ type, content, info }: Token, names: Names): string | undefined {
	switch (type) {
		case 'escape':
			return content;
		case 'emoji':
			return unicodeOf(info);
		case 'timestamp':
			return timestampText(content, info);
		case 'mention': {
			const found = mentionOf(content, names);
			return found && found.mention.text + found.rest;
		}
		case 'channel':
			return names.channel?.(content)?.name;
		case 'spoiler_open':
		case 'spoiler_block_open':
			return '[Spoiler]';
		default:
			return undefined;
	}
}
