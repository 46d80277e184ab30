import type { Line } from './line';
import { addToken, type Tokens } from './tokens';
import { within } from './words';

/**
 * Adds a link.
 * @param info the address
 * @param label its text
 */
export function addLink(
	line: Line,
	start: number,
	end: number,
	info: string,
	label: string | Tokens,
	out: Tokens,
	markup = '',
): void {
	addToken(out, 'link_open', 1, within(line, start, start), { info, markup });
	if (typeof label === 'string') {
		addToken(out, 'text', 0, within(line, start, end), { content: label });
	} else {
		out.push(...label.map(withoutMention));
	}
	addToken(out, 'link_close', -1, within(line, end, end), { info, markup });
}

function withoutMention(token: Tokens[number]): Tokens[number] {
	if (token.type === 'mention' || token.type === 'channel') {
		token.content = (token.type === 'mention' ? '@' : '#') + token.content;
		token.type = 'text';
	}
	return token;
}
