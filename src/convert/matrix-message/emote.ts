import { writeAll } from '../html/elements';
import type { Names } from '../html/names';
import { Page } from '../html/page';
import { htmlOf } from '../html/rocketchat-text';
import { ITALIC, type Style } from '../html/run';

const style: Style = { emphasis: ITALIC };

/**
 * `m.emote`: who does what, in italics. Client-Server API, "m.emote".
 * @param senderName who does it, as the workspace calls them
 * @returns undefined where nothing is done
 */
export function emoteText(
	content: Readonly<Record<string, unknown>>,
	senderName: string,
	names: Names,
): string | undefined {
	const { body } = content;
	if (typeof body !== 'string' || body.trim() === '') {
		return undefined;
	}
	const page = new Page(names.longestLine);
	page.text(`${senderName} `, style);
	const html = htmlOf(content);
	const [first] = html;
	if (first === undefined) {
		for (const line of body.split('\n')) {
			page.text(line, style);
			page.break();
		}
	} else {
		// The name and the first paragraph are one sentence.
		const isParagraph = typeof first !== 'string' && first.name === 'p';
		writeAll(isParagraph ? [...first.children, ...html.slice(1)] : html, { page, names, style });
	}
	return page.finish();
}
