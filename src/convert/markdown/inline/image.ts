import { isTextCharacter } from '../characters';
import type { InlineNode } from '../nodes';
import type { Line } from './line';
import { linkAddressEnd } from './link-address';
import { linkAddress } from './phone-number';

/**
 * Reads an image as a link, since Matrix shows no images from other servers. Rocket.Chat: rule "Image"
 *
 *     see ![a cat](rocket.chat/cat.png) please
 *         ^                            ^
 */
export function readImage(line: Line, at: number, out?: InlineNode[]): number {
	const { text: source } = line;
	if (!source.startsWith('![', at)) {
		return -1;
	}
	const start = at + '!['.length;
	const textEnd = imageTextEnd(line, start);
	const close = source.startsWith('](', textEnd) ? linkAddressEnd(line, textEnd + 2) : -1;
	if (close < 0) {
		return -1;
	}
	if (out) {
		const address = source.slice(textEnd + 2, close);
		const text = source.slice(start, textEnd) || address;
		out.push({
			type: 'link',
			...linkAddress(address),
			isBare: false,
			children: [{ type: 'text', text }],
		});
	}
	return close + 1;
}

/**
 * Finds the end of the text of an image. The first spaces and tabs belong to no text, so a text of nothing else is
 * none, and a tab between words ends it. Rocket.Chat: rule "Line"
 *
 *     see ![a cat](rocket.chat/cat.png) please
 *           ^    ^
 *
 * @returns `at` where no text starts
 */
function imageTextEnd(line: Line, at: number): number {
	const first = line.spanEnd('spaces', at);
	let end = first;
	while (isTextCharacter(line.text.charCodeAt(end))) {
		end++;
	}
	return end > first ? line.spanEnd('spaces', end) : at;
}
